import type { Environment } from "../environment.ts";
import { isDemoHome } from "./demo-home.ts";

/** What makes no difference to where something is sent. */
const HARMLESS = /^(SENTINEL_\w+|GROQ_\w+|NO_COLOR|COST_SPIKE_MULTIPLIER|AGENT_LOOP_\w+|ERROR_CASCADE_\w+)$/;

/** The environment on a home. On what a demo left nothing finds a way out: its repositories may be somebody's. */
export const environmentOn = (home: string, real: Environment): Environment =>
  isDemoHome(home) ? withoutCredentials(real) : real;

const withoutCredentials =
  (real: Environment): Environment =>
  (name) =>
    HARMLESS.test(name) ? real(name) : undefined;

/**
 * The environment of a demo: what it proposes goes to the loopback GitHub, and no credential of the real world is there
 * for an approval by mistake to use.
 */
export function demoEnvironment(real: Environment, github: { api_url: string; token: string }): Environment {
  const harmless = withoutCredentials(real);
  return (name) => {
    if (name === "GITHUB_API_URL") return github.api_url;
    if (name === "GITHUB_TOKEN") return github.token;
    return harmless(name);
  };
}

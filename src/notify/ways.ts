/** Which ways out the environment opens. A way without its variables is off, which is no error. */
import type { Environment } from "../environment.ts";

const NEEDS = {
  slack: ["SLACK_BOT_TOKEN", "SLACK_INCIDENTS_CHANNEL"],
  mail: ["MAIL_URL", "MAIL_FROM", "MAIL_TO"],
  pagerduty: ["PAGERDUTY_ROUTING_KEY"],
  webhook: [],
} as const;
export type Way = keyof typeof NEEDS;

export const isWayOpen = (environment: Environment, way: Way): boolean =>
  NEEDS[way].every((variable) => environment(variable) !== undefined);

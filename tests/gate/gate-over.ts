import { pino } from "pino";

import type { ActionPorts } from "../../src/actions/ports.ts";
import type { GateContext } from "../../src/gate/context.ts";
import type { State } from "../../src/state/open.ts";

type Parts = Pick<GateContext, "actions" | "now" | "switched_off"> & {
  settings: ReturnType<GateContext["settings"]>;
};

/** The gate over a state, with actions that need no port of the real world. */
export function gateOver(state: State, { actions, settings, now, switched_off }: Parts): GateContext {
  const elsewhere = new Error("the actions of this gate have no other port");
  const ports: ActionPorts = {
    github: () => {
      throw elsewhere;
    },
    github_self: () => Promise.reject(elsewhere),
    last_step_at: () => Promise.reject(elsewhere),
    settings: () => ({ agents: { push: [], running_minutes: 30 }, workflows: [] }),
    incidents_channel: undefined,
    state,
    now,
  };
  return {
    state,
    settings: () => settings,
    actions,
    ports,
    switched_off,
    now,
    log: pino({ level: "silent" }),
  };
}

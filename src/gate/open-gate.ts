import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Logger } from "pino";

import { actions } from "../actions/index.ts";
import { openActionPorts, type OpenActionPorts } from "../actions/open-ports.ts";
import { anchorAudit } from "../audit/anchor.ts";
import type { Home } from "../home.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";
import type { GateContext } from "./context.ts";

export type OpenGate = OpenActionPorts & {
  home: Pick<Home, "path">;
  state: State;
  settings: () => Settings;
  log: Logger;
  now: () => Date;
};

/** The gate of one home. Nothing is opened or called before an action needs it. */
export function openGate(options: OpenGate): GateContext {
  const { home, state, settings, log, now } = options;
  return {
    state,
    settings: () => settings().gate,
    actions,
    ports: openActionPorts(options),
    switched_off: () => existsSync(join(home.path, settings().gate.kill_switch)),
    now,
    log,
    anchor: () => anchorAudit(state, anchorPath(home)),
  };
}

/** Where the heads of the audit chain are kept, outside the state. */
export const anchorPath = ({ path }: Pick<Home, "path">): string => join(path, "audit.anchor");

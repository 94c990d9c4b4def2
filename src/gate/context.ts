import type { Logger } from "pino";

import type { ActionPorts } from "../actions/ports.ts";
import type { AnyAction } from "../contracts/action.ts";
import type { State } from "../state/open.ts";
import type { GateSettings } from "./policy-settings.ts";

/** The moments between which a process may die; a test kills it at each. */
export const POINTS = [
  "before_proposal_saved",
  "proposal_saved",
  "posted",
  "ts_saved",
  "click_saved",
  "acked",
  "running_set",
  "call_sent",
  "call_accepted",
  "result_saved",
  "message_updated",
  "expired",
  "checkpoint",
] as const;
export type Point = (typeof POINTS)[number];

/** What the gate's verbs need. */
export type GateContext = {
  state: State;
  settings: () => GateSettings;
  /** What can be done, by id: `actions` of src/actions/index.ts. */
  actions: ReadonlyMap<string, AnyAction<ActionPorts>>;
  /** The outside world as actions see it. */
  ports: ActionPorts;
  /** True while automatic actions are switched off by the file in the home. */
  switched_off: () => boolean;
  now: () => Date;
  log: Logger;
  /** Writes the audit chain's head beside the state; called after each change. */
  anchor?: () => Promise<void>;
  /** Told each point as it is passed. */
  passed?: (point: Point) => void;
};

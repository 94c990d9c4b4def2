import type { ActionPorts } from "../actions/ports.ts";
import type { AnyAction } from "../contracts/action.ts";
import type { Principal } from "../contracts/principal.ts";
import type { Subject } from "./incident-subject.ts";

/** An action with its arguments read, on its way into the state: about an incident, or about a pull request. */
export type Proposal = {
  action: AnyAction<ActionPorts>;
  /** Canonical JSON. */
  args: string;
  input: unknown;
  by: Principal;
  at: Date;
} & ({ incident_id: string } | { incident_id: null; pull: Subject });

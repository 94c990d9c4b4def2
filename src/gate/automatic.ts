import type { AnyAction } from "../contracts/action.ts";
import { MINUTE_MS } from "../contracts/moment.ts";
import type { Principal } from "../contracts/principal.ts";
import type { ActionPorts } from "../actions/ports.ts";
import type { StateDb } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";
import type { GateContext } from "./context.ts";

type Candidate = {
  action: AnyAction<ActionPorts>;
  resource: string;
  evidence: Pick<EvidenceRow, "complete">[];
  by: Principal;
  at: Date;
};

/**
 * Telling people is no effect that would have to be taken back, and must not use up what a kill needs; nor may the
 * pushes of a busy day use up what news of incidents need.
 */
const TELLS = new Set(["notify"]);
const TELLS_OF_PULLS = new Set(["post_risk_comment", "set_commit_status"]);

type Kind = "tells" | "tells_of_pulls" | "acts";

function kindOf(action: string): Kind {
  if (TELLS.has(action)) return "tells";
  return TELLS_OF_PULLS.has(action) ? "tells_of_pulls" : "acts";
}

/**
 * Why an action that policy would release by itself needs a person after all; undefined when nothing stands against
 * it. Call it inside the `state.write` that approves it, so that two processes cannot both use the last of the budget.
 */
export async function whyNotAutomatic(
  db: StateDb,
  context: Pick<GateContext, "settings" | "switched_off">,
  { action, resource, evidence, by, at }: Candidate,
): Promise<string | undefined> {
  const { automatic_per_hour, pull_writes_per_hour, cool_down_minutes } = context.settings();
  const kind = kindOf(action.id);
  if (by.via !== "auto") return "a person proposed it";
  if (context.switched_off()) return "automatic actions are switched off";
  if (!action.reversible && kind === "acts") return "it cannot be taken back";
  if (evidence.length === 0) return "there is no evidence";
  // What is said about a pull request says by itself what it does not rest on.
  if (kind !== "tells_of_pulls" && evidence.some(({ complete }) => complete !== 1))
    return "the evidence is incomplete";
  const hour = await automaticSince(db, at, 60);
  const counted = hour.filter((past) => kindOf(past.action) === kind);
  if (counted.length >= (kind === "tells_of_pulls" ? pull_writes_per_hour : automatic_per_hour))
    return `${counted.length} automatic actions were taken within the hour`;
  const recent = await automaticSince(db, at, cool_down_minutes);
  const same = recent.some((past) => past.action === action.id && past.resource === resource);
  if (same && kind === "acts") return `it was done to the same within ${cool_down_minutes} minutes`;
  return undefined;
}

function automaticSince(db: StateDb, at: Date, minutes: number) {
  return db
    .selectFrom("approvals")
    .select(["action", "resource"])
    .where("decide", "=", "auto")
    .where("decided_at", ">", new Date(at.getTime() - minutes * MINUTE_MS).toISOString())
    .execute();
}

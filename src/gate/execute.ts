/** One try at an approved action. Its only input is the stored row; nothing of the proposal's moment is trusted. */
import { ActionFailure, type AnyAction } from "../contracts/action.ts";
import { MINUTE_MS, shift } from "../contracts/moment.ts";
import { SENTINEL } from "../contracts/principal.ts";
import type { ActionPorts } from "../actions/ports.ts";
import { appendAudit } from "../audit/append.ts";
import { messageOf } from "../errors.ts";
import { LEASE_MS } from "../outbox/lease.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import { canonical } from "./digest.ts";
import { mayPass } from "./failure.ts";
import { nextTry, type Outcome } from "./outcome.ts";
import { readArgs, readPreconditions } from "./stored-approval.ts";
import { whatChanged } from "./what-changed.ts";
import { whyNotApproved } from "./why-not-approved.ts";

type Run = { context: GateContext; row: ApprovalRow; action: AnyAction<ActionPorts>; input: unknown };

/** Undefined when another runner took it over before the vendor was called. */
export async function execute(
  context: GateContext,
  row: ApprovalRow,
  runner: string,
): Promise<Outcome | undefined> {
  const forged = await whyNotApproved(context.state.db, row);
  if (forged !== undefined) return { to: "failed", error: `${forged}. Nothing was done.` };
  const action = context.actions.get(row.action);
  const parsed = action?.input.safeParse(readArgs(row.args));
  if (action === undefined || parsed?.success !== true)
    return { to: "failed", error: `this Sentinel cannot do ${row.action} with these arguments` };
  const run: Run = { context, row, action, input: parsed.data };
  const before = row.attempts > 0 ? await lookFirst(run) : notTooLate(run);
  return before ?? (await checkPreconditions(run)) ?? (await call(run, runner));
}

/** What an earlier try may have done decides: found is done, absent for long enough may be done again. */
async function lookFirst({ context, row, action, input }: Run): Promise<Outcome | undefined> {
  const { ports, now, settings } = context;
  const late = isLate(context, row);
  try {
    const seen = await action.reconcile(input, ports, row.id);
    if (seen.found) return { to: "done", result: seen.result, reconciled: true };
  } catch (error) {
    const why = `whether it was done is not known: ${messageOf(error)}`;
    if (!late) return { to: "unknown", error: why, next_at: nextTry(context, row, error) };
    const given_up = `given up after ${settings().give_up_minutes} minutes; look at the vendor. ${why}`;
    return { to: "unknown", error: given_up, next_at: null };
  }
  if (late) return { to: "failed", error: `${GIVEN_UP}, and the vendor does not have it` };
  const settled = shift(row.attempted_at ?? now().toISOString(), settings().settle_ms);
  if (now().toISOString() >= settled) return undefined;
  return { to: "unknown", error: "the vendor does not have it yet", next_at: settled };
}

const GIVEN_UP = "given up: it could not be done in time";

function notTooLate({ context, row }: Run): Outcome | undefined {
  return isLate(context, row) ? { to: "failed", error: `${GIVEN_UP}. Nothing was done.` } : undefined;
}

function isLate({ settings, now }: GateContext, { decided_at, proposed_at }: ApprovalRow): boolean {
  return now().toISOString() >= shift(decided_at ?? proposed_at, settings().give_up_minutes * MINUTE_MS);
}

async function checkPreconditions({ context, row, action, input }: Run): Promise<Outcome | undefined> {
  // Whoever pulls the switch means what waits for its next try as well.
  if (row.decide === "auto" && context.switched_off())
    return { to: "failed", error: "not done: automatic actions are switched off" };
  try {
    const live = await action.preconditions(input, context.ports);
    const approved = readPreconditions(row.preconditions);
    if (canonical(live) === canonical(approved)) return undefined;
    return { to: "failed", error: `not done, since things changed: ${whatChanged(approved, live)}` };
  } catch (error) {
    const why = messageOf(error);
    if (!mayPass(error)) return { to: "failed", error: `not done: ${why}` };
    const next_at = nextTry(context, row, error);
    return { to: row.attempts > 0 ? "unknown" : "running", error: `not done yet: ${why}`, next_at };
  }
}

async function call({ context, row, action, input }: Run, runner: string): Promise<Outcome | undefined> {
  if (!(await beginCall(context, row, runner))) return undefined;
  context.passed?.("call_sent");
  try {
    const result = await action.run(input, context.ports, row.id);
    context.passed?.("call_accepted");
    return { to: "done", result, reconciled: false };
  } catch (error) {
    const why = messageOf(error);
    const kind = error instanceof ActionFailure ? error.kind : "unclear";
    if (kind === "refused") return { to: "failed", error: why };
    const next_at = nextTry(context, row, error);
    return { to: kind === "not_sent" ? "running" : "unknown", error: why, next_at };
  }
}

/** From here on the vendor may have it: a runner that finds this row again looks there first. */
function beginCall({ state, now }: GateContext, row: ApprovalRow, runner: string): Promise<boolean> {
  const at = now();
  const attempts = row.attempts + 1;
  const lease_until = new Date(at.getTime() + LEASE_MS).toISOString();
  return state.write(async (db) => {
    const begun = await db
      .updateTable("approvals")
      .set({ status: "running", attempts, attempted_at: at.toISOString(), next_at: null, lease_until })
      .where("id", "=", row.id)
      .where("lease_by", "=", runner)
      .where("status", "in", ["running", "unknown"])
      .executeTakeFirst();
    if (begun.numUpdatedRows !== 1n) return false;
    const data = { digest: row.digest, attempt: attempts };
    await appendAudit(db, { kind: "run.called", by: SENTINEL, subject: row.id, data, at });
    return true;
  });
}

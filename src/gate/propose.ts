import type { AnyAction, Json, Preconditions } from "../contracts/action.ts";
import { mayActAs, type Principal } from "../contracts/principal.ts";
import type { Approval } from "../contracts/approval.ts";
import type { Incident } from "../contracts/incident.ts";
import type { ActionPorts } from "../actions/ports.ts";
import { messageOf, SentinelError } from "../errors.ts";
import type { GateContext } from "./context.ts";
import { canonical } from "./digest.ts";
import { mayPass } from "./failure.ts";
import { wholeApproval } from "./read-approvals.ts";
import type { Subject } from "./incident-subject.ts";
import { denyProposal } from "./deny-proposal.ts";
import type { Proposal } from "./proposal.ts";
import { judgeProposal, saveProposal } from "./save-proposal.ts";
import { standingProposal } from "./standing-proposal.ts";
import { readArgs } from "./stored-approval.ts";

/** Nothing was stored, and why; `may_pass` when it may go better later. */
export type Denied = { denied: string; may_pass?: true };

/** About an incident, as the state has it, or about the pull request that the action's resource names. */
export type ProposeInput = { action: string; args: unknown; by: Principal } & About;
type About = { incident: Pick<Incident, "id"> } | { pull: Subject };

/**
 * Proposes an action of an incident or a pull request. The same is never proposed twice: what stands about it is answered as it is.
 * Policy may approve it at once, deny it, or say how many people must agree. Throws `not_found` for an unknown action
 * or incident, `invalid` for its arguments, `conflict` for an incident that is over, `unauthorized` below operator.
 */
export async function propose(context: GateContext, input: ProposeInput): Promise<Approval | Denied> {
  const { by } = input;
  if (!mayActAs(by, "operator"))
    throw new SentinelError("unauthorized", `${by.name} may not propose actions`);
  const proposal = read(context, input);
  const { db } = context.state;
  const standing = await standingProposal(db, proposal);
  if (standing !== undefined) return wholeApproval(db, standing);

  const verdict = await judgeProposal(db, context, proposal);
  if (verdict.decide === "never") return deny(context, proposal, verdict.rule);
  const live = await readLive(context, proposal);
  if ("denied" in live) return live;

  context.passed?.("before_proposal_saved");
  const saved = await context.state.write((pinned) =>
    saveProposal(pinned, context, { ...proposal, preconditions: live.preconditions }),
  );
  context.passed?.("proposal_saved");
  await context.anchor?.();
  return saved;
}

function read(context: GateContext, asked: ProposeInput): Proposal {
  const { action: id, args, by } = asked;
  const action = actionOf(context, id);
  const parsed = action.input.safeParse(args);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "arguments"}: ${message}`,
    );
    throw new SentinelError("invalid", `the arguments of ${id} are not valid: ${problems.join("; ")}`);
  }
  const text = canonical(parsed.data as Json);
  return {
    ...("pull" in asked ? { incident_id: null, pull: asked.pull } : { incident_id: asked.incident.id }),
    action,
    args: text,
    // From the text that is stored: what is judged, shown and run is one and the same.
    input: action.input.parse(readArgs(text)),
    by,
    at: context.now(),
  };
}

async function readLive(
  { ports, log }: GateContext,
  { action, input }: Proposal,
): Promise<{ preconditions: Preconditions } | Denied> {
  try {
    return { preconditions: await action.preconditions(input, ports) };
  } catch (error) {
    const why = messageOf(error);
    log.info({ action: action.id, why }, "an action was not proposed");
    if (!mayPass(error)) return { denied: why };
    const denied = `nobody can say how things stand at the vendor, so it is not proposed now: ${why}`;
    return { denied, may_pass: true };
  }
}

async function deny(context: GateContext, proposal: Proposal, rule: string): Promise<Denied> {
  await context.state.write((db) => denyProposal(db, proposal, rule));
  await context.anchor?.();
  return { denied: `policy does not allow it (${rule})` };
}

/** Throws `not_found` for an id that no action has. */
export function actionOf({ actions }: Pick<GateContext, "actions">, id: string): AnyAction<ActionPorts> {
  const action = actions.get(id);
  if (action !== undefined) return action;
  throw new SentinelError("not_found", `there is no action ${id}`, {
    hint: `there are ${[...actions.keys()].join(", ")}`,
  });
}

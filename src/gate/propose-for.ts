import { z } from "zod";

import type { Approval } from "../contracts/approval.ts";
import { Severity } from "../contracts/finding.ts";
import type { Incident } from "../contracts/incident.ts";
import { SENTINEL } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import { severityRank } from "../incidents/kept-finding.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import type { ProposalFacts } from "./gather-facts.ts";
import { withFirmBlame } from "./firm-blame.ts";
import { suggestions, type Suggestion } from "./proposals.ts";
import { propose, type Denied } from "./propose.ts";
import { wholeApproval } from "./read-approvals.ts";
import { standingApprovals } from "./standing.ts";
import { readArgs } from "./stored-approval.ts";

/**
 * What an incident proposes by itself, from typed fields only. The figures in the arguments grow with the trouble, so
 * what was asked before is known by its target: it is answered as it stands, and only what is new is proposed. One
 * that cannot be proposed says why and does not stop the others.
 */
export async function proposeFor(
  context: GateContext,
  incident: Incident,
  facts: ProposalFacts,
): Promise<(Approval | Denied)[]> {
  const answers: (Approval | Denied)[] = [];
  for (const suggestion of suggestions(withFirmBlame(incident), facts))
    answers.push(await ask(context, incident, suggestion));
  return answers;
}

async function ask(
  context: GateContext,
  incident: Incident,
  { action, args }: Suggestion,
): Promise<Approval | Denied> {
  try {
    const { db } = context.state;
    const standing = await standingApprovals(db, { incident_id: incident.id, action });
    const next = whatIsNew({ action, args }, standing);
    if ("stands" in next) return await wholeApproval(db, next.stands);
    return await propose(context, { incident, action, args: next.args, by: SENTINEL });
  } catch (error) {
    if (!(error instanceof SentinelError)) throw error;
    return { denied: error.message };
  }
}

type Next = { stands: ApprovalRow } | { args: Suggestion["args"] };

function whatIsNew({ action, args }: Suggestion, standing: ApprovalRow[]): Next {
  const same = standing.filter((row) => targetOf(readArgs(row.args)) === targetOf(args));
  const [latest] = same;
  if (latest === undefined) return { args };
  if (action === "kill_loop") {
    const asked = new Set(same.flatMap((row) => tracesOf(readArgs(row.args))));
    const trace_ids = tracesOf(args).filter((trace) => !asked.has(trace));
    return trace_ids.length === 0 ? { stands: latest } : { args: { ...args, trace_ids } };
  }
  if (action === "notify") {
    const worst = Math.max(...same.map((row) => severityRank(Severity.parse(row.severity))));
    const grown = severityRank(Severity.parse(args["severity"])) > worst;
    if (grown) return { args: { ...args, event: "worse" } };
  }
  return { stands: latest };
}

/** What identifies the thing that an action is done to, whatever is said about it. */
const Target = z.object({
  connection: z.string().optional(),
  repo: z.string().optional(),
  number: z.number().optional(),
  workflow: z.string().optional(),
  purpose: z.string().optional(),
});
const targetOf = (args: Suggestion["args"]): string => JSON.stringify(Target.parse(args));

const Traces = z.object({ trace_ids: z.array(z.string()) });
const tracesOf = (args: Suggestion["args"]): string[] => Traces.safeParse(args).data?.trace_ids ?? [];

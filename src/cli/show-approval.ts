import type { Approval } from "../contracts/approval.ts";
import type { Json } from "../contracts/action.ts";
import { asTable, print, printable } from "./output.ts";

export function printApprovalList(approvals: Approval[]): void {
  if (approvals.length === 0) return print("Nothing is proposed.");
  const rows = approvals.map((approval) => ({
    ...approval,
    title: approval.preview.title,
    votes: `${agreed(approval)}/${approval.approvals_needed}`,
  }));
  print(asTable(["id", "status", "severity", "action", "title", "votes", "expires_at"], rows));
}

/** What exactly is to be approved, then what was decided and what came of it. */
export function printApproval(approval: Approval): void {
  const { preview, cost_of_waiting_usd, decide, rule, approvals_needed, status, votes } = approval;
  const lines = [
    `${status.toUpperCase()}  ${preview.title}`,
    `${approval.id}  ${approval.action} on ${approval.resource}, ${approval.incident_id === null ? "its own risk" : `incident ${approval.incident_id}`} (${approval.severity})`,
    ...preview.lines.flatMap((line) => line.split("\n").map((part) => `  ${part}`)),
    `Waiting: ${cost_of_waiting_usd === null ? "cost not known" : `${cost_of_waiting_usd.toFixed(2)} USD in six hours`}`,
    `Policy:  ${decide} (${rule}); ${agreed(approval)} of ${approvals_needed} approvals`,
    `Holds while: ${inWords(approval.preconditions)}`,
    `Evidence: ${approval.evidence.map(({ id, hash }) => `[${id}] ${hash.slice(0, 12)}`).join("  ") || "none"}`,
    `Proposed: ${approval.proposed_at} by ${approval.proposed_by}, until ${approval.expires_at}`,
    ...votes.map(
      ({ by, vote, via, at, reason }) =>
        `${vote}: ${by} by ${via} at ${at}${reason === null ? "" : `: ${reason}`}`,
    ),
    ...(approval.started_at === null ? [] : [`Begun: ${approval.started_at}, ${approval.attempts} calls`]),
    ...(approval.result === null ? [] : [`Result: ${JSON.stringify(approval.result)}`]),
    ...(approval.error === null ? [] : [`Error: ${approval.error}`]),
    `Digest: ${approval.digest}`,
  ];
  print(lines.map(printable).join("\n"));
}

const agreed = ({ votes }: Approval): number => votes.filter(({ vote }) => vote === "approve").length;

const inWords = (values: { [name: string]: Json }): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} is ${JSON.stringify(value)}`)
    .join(", ") || "always";

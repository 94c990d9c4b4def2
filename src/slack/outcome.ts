import type { Approval, ApprovalStatus, Vote } from "../contracts/approval.ts";

export const HEADLINES = {
  proposed: "Approval needed",
  approved: "Approved",
  refused: "Rejected",
  expired: "Expired",
  running: "Running",
  done: "Done",
  failed: "Failed",
  unknown: "Outcome unknown",
  undone: "Undone",
} as const satisfies Record<ApprovalStatus, string>;

/** Who decided and what came of it. `url` is where the effect can be seen. */
export type Outcome = { text: string; url?: string };

export function outcomeOf(approval: Approval): Outcome {
  const { status, approvals_needed, votes, result, error } = approval;
  const released = `${releasedBy(approval)}; `;
  switch (status) {
    case "proposed": {
      const given = votes.filter(({ vote }) => vote === "approve").length;
      const so_far = given === 0 ? "" : `, ${given} given by ${names(votes, "approve")}`;
      return { text: `waiting for ${plural(approvals_needed, "approval")}${so_far}` };
    }
    case "approved":
      return { text: `${released}about to run` };
    case "running":
      return { text: `${released}running` };
    case "unknown":
      return {
        text: `${released}no answer yet whether it happened; Sentinel looks before it does anything again`,
      };
    case "done":
      return { text: `${released}done`, ...urlOf(result?.url) };
    case "failed":
      return { text: `${released}failed: ${error ?? "no reason was given"}` };
    case "undone":
      return { text: `${released}done, and taken back` };
    case "refused":
      return { text: `rejected by ${names(votes, "refuse")}: ${reasonOf(votes)}` };
    case "expired":
      return { text: "expired, no action taken" };
  }
}

function releasedBy({ decide, rule, votes }: Approval): string {
  if (votes.some(({ vote }) => vote === "approve")) return `approved by ${names(votes, "approve")}`;
  return decide === "auto" ? `released by policy (${rule})` : "approved";
}

function names(votes: Vote[], wanted: Vote["vote"]): string {
  const by = votes.filter(({ vote }) => vote === wanted).map((vote) => `${vote.by} (${vote.via})`);
  return by.length === 0 ? "nobody" : by.join(" and ");
}

function reasonOf(votes: Vote[]): string {
  return votes.findLast(({ vote }) => vote === "refuse")?.reason ?? "no reason was given";
}

/** Vendors answer with the address of what was made; only a plain web address becomes a link. */
function urlOf(url: string | undefined): { url?: string } {
  const parsed = url === undefined ? null : URL.parse(url);
  const plain = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "";
  return plain && parsed.href.length <= 1000 ? { url: parsed.href } : {};
}

const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

import type { PullRequest } from "./pull-request.ts";

export type Posting = {
  /** Whether comment and status may be written, and why not. */
  comment: boolean;
  why_not: string | null;
  /** Whether changes may be requested above the threshold. */
  request_changes: boolean;
};

/** What may be said where. A request is always assessed; this is about telling it at GitHub. */
export function postingOf(pull: PullRequest): Posting {
  if (!pull.open) return silent("it is closed");
  if (pull.draft) return silent("it is a draft: the comment comes when it is ready for review");
  // What production costs and how it fails is not for whoever sends a patch.
  if (pull.fork === true)
    return silent("it comes from a fork: figures of production are not shown to outsiders");
  if (pull.fork === null) return silent("where it comes from is not known: it may be a fork");
  // A bot cannot answer a review; people who merge its request read the comment.
  return { comment: true, why_not: null, request_changes: !pull.bot };
}

export const silent = (why_not: string): Posting => ({ comment: false, why_not, request_changes: false });

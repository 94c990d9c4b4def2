import type { Approval } from "../contracts/approval.ts";
import { SentinelError } from "../errors.ts";
import { getApproval } from "../gate/read-approvals.ts";
import type { State } from "../state/open.ts";
import type { Seen } from "./button-value.ts";
import { ClickDenied } from "./click-denied.ts";
import { placeOf, type Place } from "./message-place.ts";

/**
 * The stored approval that a click is about, when it came from that approval's own message and saw the same digest.
 * Throws ClickDenied otherwise: a value is only as good as what is stored.
 */
export async function approvalAsked(state: State, seen: Seen | undefined, clicked: Place): Promise<Approval> {
  if (seen === undefined) throw new ClickDenied("a value that no button has");
  const approval = await stored(state, seen.id);
  const place = await placeOf(state, seen.id);
  if (place === undefined) {
    throw new ClickDenied(
      "its message is not on record yet",
      "This was posted a moment ago; please click again.",
    );
  }
  if (place.channel !== clicked.channel || place.ts !== clicked.ts) throw new ClickDenied("another message");
  if (approval.digest !== seen.digest) {
    throw new ClickDenied(
      "another digest",
      "This button shows something else than what is stored. Nothing was done.",
    );
  }
  return approval;
}

/** Exactly this id: people may shorten ids where they type them, buttons may not. */
async function stored(state: State, id: string): Promise<Approval> {
  try {
    const approval = await getApproval(state, id);
    if (approval.id === id) return approval;
  } catch (error) {
    if (!(error instanceof SentinelError)) throw error;
  }
  throw new ClickDenied("no such approval");
}

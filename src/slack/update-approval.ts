import { getApproval } from "../gate/read-approvals.ts";
import { DeliveryError } from "../outbox/delivery-error.ts";
import type { Handler } from "../outbox/handler.ts";
import type { State } from "../state/open.ts";
import { approvalMessage } from "./approval-message.ts";
import { type Place, placeOf } from "./message-place.ts";
import { metadataOf, ownMessages } from "./own-messages.ts";
import { INERT, post } from "./post.ts";
import { ApprovalLetter, messageKey } from "./post-approval.ts";
import { moments } from "./rich-text.ts";
import type { SlackPorts } from "./slack-ports.ts";

/** How soon to look again for a message that is not posted yet. */
const NOT_YET_MS = 5_000;
/** Edits in one go while the state keeps moving; the next change brings its own letter. */
const MOST_EDITS = 4;

/**
 * Edits the message to what the state says at this moment. Two updates may overtake each other on their way: each looks
 * again after its edit, so that the last one to arrive is never an old one. Upstream: chat.update (chat:write).
 */
export function updateApproval(ports: SlackPorts): Handler {
  const { state, slack, passed } = ports;
  return async (payload) => {
    const { approval_id } = ApprovalLetter.parse(payload);
    const place = await placeOf(state, approval_id);
    if (place === undefined) return notPosted(state, approval_id);
    let said = "";
    for (let edits = 0; edits < MOST_EDITS; edits += 1) {
      const message = approvalMessage(await getApproval(state, approval_id));
      const saying = JSON.stringify(message);
      if (saying === said) break;
      await slack.call("chat.update", {
        ...place,
        ...message,
        metadata: metadataOf(messageKey(approval_id)),
        ...INERT,
      });
      said = saying;
    }
    passed?.("message_updated");
    await remind(ports, approval_id, place);
    return place;
  };
}

/** An edit rings no bell: a reminder is a reply that the whole channel sees, once. */
async function remind(
  { state, slack }: SlackPorts,
  approval_id: string,
  { channel, ts }: Place,
): Promise<void> {
  const row = await state.db
    .selectFrom("approvals")
    .select(["status", "reminded_at", "expires_at"])
    .where("id", "=", approval_id)
    .executeTakeFirst();
  if (row?.status !== "proposed" || row.reminded_at === null) return;
  const key = `${messageKey(approval_id)}/reminder`;
  const there = await ownMessages(slack, { channel, thread: ts, since: new Date(row.reminded_at) });
  if (there.has(key)) return;
  const message = {
    text: "This still waits for a decision.",
    blocks: [moments(["Still waiting for a decision. Expires", row.expires_at])],
  };
  await post(slack, message, { channel, thread: ts, key, broadcast: true });
}

/** Answers when there is no message to edit and never will be. Throws DeliveryError while one is on its way, or lost. */
async function notPosted(state: State, approval_id: string): Promise<null> {
  const letter = await state.db
    .selectFrom("outbox")
    .select("status")
    .where("channel", "=", "slack_approval")
    .where("cause", "=", approval_id)
    .executeTakeFirst();
  if (letter === undefined) return null;
  if (letter.status === "dead") {
    throw new DeliveryError(`the message of ${approval_id} was never posted`, {
      permanent: true,
      hint: "replay its letter first: the message is posted as things stand then",
    });
  }
  if (letter.status !== "waiting") return null;
  throw new DeliveryError(`the message of ${approval_id} is not posted yet`, { retry_after_ms: NOT_YET_MS });
}

import { z } from "zod";

import { getApproval } from "../gate/read-approvals.ts";
import type { Handler } from "../outbox/handler.ts";
import { approvalMessage } from "./approval-message.ts";
import { approvalThread } from "./approval-thread.ts";
import { channelId } from "./channel-id.ts";
import { type Place, placeOf, savePlace } from "./message-place.ts";
import { ownMessages } from "./own-messages.ts";
import { post } from "./post.ts";
import type { SlackPorts } from "./slack-ports.ts";

export const ApprovalLetter = z.object({ approval_id: z.string() });

/** By the approval and not by its letter: the update sends it along, so that an edit does not lose it. */
export const messageKey = (approval_id: string): string => `approval:${approval_id}`;

/**
 * Asks in the channel for a decision: the message, then its thread. Where the message is, is saved before the thread
 * begins. On any try but the first it looks for what an earlier one may have posted.
 */
export function postApproval(ports: SlackPorts): Handler {
  const { state, slack } = ports;
  return async (payload, { attempts }) => {
    const { approval_id } = ApprovalLetter.parse(payload);
    const approval = await getApproval(state, approval_id);
    const since = new Date(approval.proposed_at);
    const again = attempts > 1;
    const key = messageKey(approval_id);

    async function parent(): Promise<Place> {
      const channel = await channelId(slack, ports.incidents_channel);
      const ts = again ? (await ownMessages(slack, { channel, since })).get(key) : undefined;
      const place =
        ts === undefined ? await post(slack, approvalMessage(approval), { channel, key }) : { channel, ts };
      ports.passed?.("posted");
      await savePlace(state, approval_id, place);
      ports.passed?.("ts_saved");
      return place;
    }

    const { channel, ts } = (await placeOf(state, approval_id)) ?? (await parent());
    const there = again
      ? await ownMessages(slack, { channel, thread: ts, since })
      : new Map<string, string>();
    for (const [index, message] of (await approvalThread(state, approval)).entries()) {
      const part = `${key}/${index + 1}`;
      if (!there.has(part)) await post(slack, message, { channel, thread: ts, key: part });
    }
    return { channel, ts };
  };
}

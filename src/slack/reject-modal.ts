import { createHmac, timingSafeEqual } from "node:crypto";

import type { ModalView } from "@slack/web-api";
import { z } from "zod";

import type { Approval } from "../contracts/approval.ts";
import { chatText } from "./chat-text.ts";
import { HEADLINES } from "./outcome.ts";
import { exact, paragraph, words } from "./rich-text.ts";

export const REJECT_MODAL = "reject_approval";
/** Block and element of the reason. */
export const REASON = "reason";

const Origin = z.strictObject({
  id: z.string(),
  digest: z.string(),
  channel: z.string(),
  ts: z.string(),
  /** For whom the modal was opened. */
  user: z.string(),
});
/** Which click a modal comes from: what it decides about, where that was asked, and who clicked. */
export type ModalOrigin = z.infer<typeof Origin>;

const Sealed = z.strictObject({ origin: Origin, seal: z.string().regex(/^[0-9a-f]{64}$/) });

/** Asks for the reason of a rejection. What it is about is sealed: a modal of one approval cannot speak for another. */
export function rejectModal({ preview }: Approval, origin: ModalOrigin, secret: string): ModalView {
  return {
    type: "modal",
    callback_id: REJECT_MODAL,
    private_metadata: JSON.stringify({ origin, seal: sealOf(origin, secret).toString("hex") }),
    title: { type: "plain_text", text: "Reject" },
    submit: { type: "plain_text", text: "Reject" },
    close: { type: "plain_text", text: "Back" },
    blocks: [
      paragraph([words(`${HEADLINES.proposed}: `), exact(chatText(preview.title, 300))]),
      {
        type: "input",
        block_id: REASON,
        optional: false,
        label: { type: "plain_text", text: "Why not?" },
        hint: {
          type: "plain_text",
          text: "Everyone in the channel reads it, and it stays in the audit log.",
        },
        element: {
          type: "plain_text_input",
          action_id: REASON,
          multiline: true,
          min_length: 3,
          max_length: 500,
        },
      },
    ],
  };
}

/** The click that a modal comes from; undefined unless we sealed exactly this. */
export function readModalOrigin(private_metadata: string, secret: string): ModalOrigin | undefined {
  let json: unknown;
  try {
    json = JSON.parse(private_metadata);
  } catch {
    return undefined;
  }
  const sealed = Sealed.safeParse(json).data;
  if (sealed === undefined) return undefined;
  const intact = timingSafeEqual(sealOf(sealed.origin, secret), Buffer.from(sealed.seal, "hex"));
  return intact ? sealed.origin : undefined;
}

/** Slack's signing secret serves: Slack signs `v0:…` with it, and never this. */
function sealOf({ id, digest, channel, ts, user }: ModalOrigin, secret: string): Buffer {
  return createHmac("sha256", secret)
    .update(JSON.stringify(["sentinel modal", id, digest, channel, ts, user]))
    .digest();
}

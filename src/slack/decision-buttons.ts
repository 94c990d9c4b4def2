import type { ActionsBlock, ConfirmationDialog } from "@slack/web-api";

import type { Approval } from "../contracts/approval.ts";
import { buttonValue } from "./button-value.ts";
import { chatText } from "./chat-text.ts";

export const APPROVE = "approve";
export const REJECT = "reject";

/** How much of the digest a person compares by eye. */
export const shortDigest = (digest: string): string => digest.slice(0, 12);

/** Approve (Kill loop, for what it is) behind a confirmation, and Reject, which asks for its reason in a modal. */
export function decisionButtons(approval: Approval): ActionsBlock {
  const value = buttonValue(approval);
  const verb = approval.action === "kill_loop" ? "Kill loop" : "Approve";
  return {
    type: "actions",
    block_id: "decision",
    elements: [
      {
        type: "button",
        action_id: APPROVE,
        text: { type: "plain_text", text: verb },
        style: approval.action === "kill_loop" ? "danger" : "primary",
        value,
        confirm: confirmation(approval, verb),
      },
      { type: "button", action_id: REJECT, text: { type: "plain_text", text: "Reject" }, value },
    ],
  };
}

/** Slack's limits: 300 characters of text, 30 on a button. */
function confirmation({ preview, digest }: Approval, verb: string): ConfirmationDialog {
  return {
    title: { type: "plain_text", text: `${verb}?` },
    text: { type: "plain_text", text: `${chatText(preview.title, 200)} (digest ${shortDigest(digest)})` },
    confirm: { type: "plain_text", text: verb },
    deny: { type: "plain_text", text: "Not now" },
  };
}

import type { KnownBlock } from "@slack/web-api";

import type { Approval } from "../contracts/approval.ts";
import { chatText, mrkdwnText } from "./chat-text.ts";
import { decisionButtons, shortDigest } from "./decision-buttons.ts";
import { HEADLINES, outcomeOf } from "./outcome.ts";
import { exact, moments, paragraph, strong, words } from "./rich-text.ts";

/** `text` is what notifications and screen readers get. */
export type ChatMessage = { text: string; blocks: KnownBlock[] };

/** The longest that stands in the message itself; the thread has all of it. */
const LONGEST = { title: 300, resource: 150, name: 100, outcome: 500 };

/**
 * The message that asks for a decision, and after it says what became of it: at most ten lines. Buttons are there
 * while there is something to decide.
 */
export function approvalMessage(approval: Approval): ChatMessage {
  const { status, severity, incident_id, resource, preview, digest, rule } = approval;
  const outcome = outcomeOf(approval);
  const title = chatText(preview.title, LONGEST.title);
  const blocks: KnownBlock[] = [
    paragraph(
      [
        strong(HEADLINES[status]),
        words(` · ${severity} · ${incident_id === null ? "pull request" : "incident "}`),
        ...(incident_id === null ? [] : [exact(chatText(incident_id, LONGEST.name))]),
      ],
      [exact(title)],
      [words("Target "), exact(chatText(resource, LONGEST.resource))],
      [words(`Doing nothing ${costOfWaiting(approval)}`)],
      [
        words(chatText(outcome.text, LONGEST.outcome)),
        ...(outcome.url === undefined ? [] : [words(": "), { type: "link" as const, url: outcome.url }]),
      ],
      [words("Digest "), exact(shortDigest(digest)), words(` · rule ${chatText(rule, LONGEST.name)}`)],
    ),
    momentsOf(approval),
  ];
  if (status === "proposed") blocks.push(decisionButtons(approval));
  const said = mrkdwnText(outcome.text, LONGEST.outcome);
  return {
    text: `${HEADLINES[status]} (${severity}): ${mrkdwnText(preview.title, LONGEST.title)} - ${said}`,
    blocks,
  };
}

function costOfWaiting({ cost_of_waiting_usd }: Approval): string {
  return cost_of_waiting_usd === null
    ? "costs an unknown amount"
    : `costs about $${cost_of_waiting_usd.toFixed(2)} in six hours`;
}

function momentsOf({ status, proposed_at, expires_at, decided_at, ended_at }: Approval): KnownBlock {
  if (status === "proposed") return moments(["Proposed", proposed_at], ["Expires", expires_at]);
  const then: [string, string | null][] = [
    ["Proposed", proposed_at],
    [status === "expired" ? "Expired" : "Decided", status === "expired" ? expires_at : decided_at],
    ["Ended", status === "expired" ? null : ended_at],
  ];
  return moments(...then.flatMap(([label, at]) => (at === null ? [] : [[label, at] as [string, string]])));
}

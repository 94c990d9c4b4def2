/** An incident's news as a letter for one place. Texts of sources are made harmless for the medium. */
import type { Json } from "../contracts/action.ts";
import { plainPhrase, plainText } from "../investigate/plain-text.ts";
import { usd } from "../investigate/templates/phrases.ts";
import type { Channel } from "../outbox/enqueue.ts";
import { chatText } from "../slack/chat-text.ts";
import { verdictButtons } from "../slack/verdict-buttons.ts";
import { escapeHtml } from "./escape-html.ts";
import type { News } from "./news.ts";
import { pagerdutyEvent, webhookBody } from "./program-letters.ts";
import { pageOf, type Telling } from "./telling.ts";

type Content = { channel: Channel; payload: { [name: string]: Json } };

export function letterFor(telling: Telling): Content {
  const { place } = telling;
  switch (place.way) {
    case "slack":
      return { channel: "slack_message", payload: slack(telling, place.channel) };
    case "mail":
      return { channel: "mail", payload: mail(telling, place.to) };
    case "pagerduty":
      return { channel: "pagerduty", payload: pagerdutyEvent(telling, bodyOf(telling)) };
    case "webhook":
      return {
        channel: "webhook",
        payload: { url: place.url, secret: place.secret, body: webhookBody(telling) },
      };
  }
}

const HEADINGS: Record<News, string> = {
  opened: "opened",
  worse: "has become worse",
  updated: "has news",
  acknowledged: "was taken",
  reminded: "is still open and nobody has taken it",
  resolved: "is resolved",
};

/** `CRITICAL incident inc_x opened` */
const headingOf = ({ incident: { id, severity }, news }: Telling): string =>
  `${severity.toUpperCase()} incident ${id} ${HEADINGS[news]}`;

/** What a reader needs to decide whether to open the page. */
function bodyOf({ incident, news }: Telling): string[] {
  const { title, cost_usd, projected_6h_usd, blame, no_blame, acknowledged_by, suggested_action } = incident;
  if (news === "acknowledged") return [`Taken by ${plainText(acknowledged_by ?? "somebody", 80)}.`];
  if (news === "resolved")
    return [plainPhrase(title), ...(cost_usd === null ? [] : [`It cost ${usd(cost_usd)}.`])];
  return [
    plainPhrase(title),
    blame === null
      ? `No culprit: ${plainPhrase(no_blame ?? "none was found")}`
      : `Likely culprit: commit ${blame.sha.slice(0, 10)} of ${plainText(blame.repo, 100)}, ${plainText(blame.message.split("\n", 1)[0] ?? "", 120)}`,
    ...(cost_usd === null ? [] : [`Cost so far: ${usd(cost_usd)}`]),
    ...(projected_6h_usd === null ? [] : [`At this rate the next 6 hours cost ${usd(projected_6h_usd)}`]),
    ...(suggested_action === null ? [] : [`Proposed: ${plainText(suggested_action, 60)}`]),
  ];
}

const ASKS_VERDICT: ReadonlySet<News> = new Set(["opened", "resolved"]);

function slack(telling: Telling, channel: string): Content["payload"] {
  const heading = headingOf(telling);
  const elements: Json[] = [
    text(heading, true),
    ...bodyOf(telling).map((line) => text(`\n${chatText(line, 300)}`)),
    text("\n"),
    { type: "link", url: pageOf(telling), text: "Open the incident" },
  ];
  return {
    channel,
    text: heading,
    blocks: [
      { type: "rich_text", elements: [{ type: "rich_text_section", elements }] },
      // Asked where an incident begins and where it ends: people judge it best when it is over.
      ...(ASKS_VERDICT.has(telling.news) ? [verdictButtons(telling.incident.id) as unknown as Json] : []),
    ],
    thread_key: telling.thread_key,
    // A reply in a thread is easily overlooked; these two must not be.
    broadcast: telling.news === "worse" || telling.news === "reminded",
  };
}

function mail(telling: Telling, to: string[]): Content["payload"] {
  const { incident, thread_key } = telling;
  const lines = bodyOf(telling);
  const page = pageOf(telling);
  const heading = headingOf(telling);
  const items = lines.map((line) => `<p style="margin:4px 0">${escapeHtml(line)}</p>`).join("");
  return {
    to,
    // The same subject in all letters of an incident: readers of mail thread by it where they ignore References.
    subject: `[${incident.severity}] ${incident.id}: ${plainText(incident.title, 120)}`,
    text: `${[heading, ...lines, page].join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body style="font:15px/1.5 Helvetica,Arial,sans-serif;color:#1c2430"><h2 style="font-size:17px">${escapeHtml(heading)}</h2>${items}<p><a href="${escapeHtml(page)}">Open the incident</a></p></body></html>\n`,
    thread_key,
  };
}

const text = (words: string, bold = false): Json => ({
  type: "text",
  text: words,
  ...(bold && { style: { bold } }),
});

/** The same attacks at the exits that are no page: mail and digest, Slack, GitHub and reports, and Markdown as the page shows it. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";

import { code, codeBlock, escapeMarkdown } from "../../src/investigate/escape-markdown.ts";
import { escapeHtml } from "../../src/notify/escape-html.ts";
import { mrkdwnText } from "../../src/slack/chat-text.ts";
import { Markdown } from "../../web/ui/markdown.tsx";
import { PAYLOADS } from "./hostile-seed.ts";

/** Every tag is the renderer's own: text has none, since it is escaped. */
const HARMLESS =
  /^<\/?(div|p|a|em|strong|code|pre|blockquote|h1|ul|ol|li|hr|br)( class="[^"<>]*"| rel="[\w ]*"| target="_blank"| href="(https?:\/\/[^"]*|mailto:[^"]*|#[^"]*|)"| title="[^"]*")*\/?>$/;

const rendered = (markdown: string) => renderToStaticMarkup(createElement(Markdown, { text: markdown }));

const made = (markdown: string) =>
  (rendered(markdown).match(/<[^>]*>/g) ?? []).filter((tag) => !HARMLESS.test(tag));

it(`${PAYLOADS.length} attacks stay text in mail, Slack and Markdown`, () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(150);
  const wrong = PAYLOADS.flatMap((payload) => [
    ...(/[<>"']/.test(escapeHtml(payload)) ? [`HTML: ${payload}`] : []),
    ...(/[<>]|:\/\/|@\w/.test(mrkdwnText(payload, 500)) ? [`Slack: ${payload}`] : []),
    ...[payload, escapeMarkdown(payload), code(payload), codeBlock(payload)].flatMap((markdown) =>
      made(markdown).map((tag) => `Markdown makes ${tag} of ${markdown}`),
    ),
    ...(/<a /.test(rendered(escapeMarkdown(payload))) ? [`a link from ${payload}`] : []),
  ]);
  expect(wrong).toEqual([]);
});

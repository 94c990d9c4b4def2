/**
 * A digest as Block Kit: rich text, in which nothing is read as markup. Images by address are not in it: Slack fetches them
 * itself, and a server on a private address would make it refuse the whole message. The charts are uploaded into its thread.
 */
import type { Json } from "../../contracts/action.ts";
import { chatText, mrkdwnText } from "../../slack/chat-text.ts";
import { SECTION_NAMES, SECTIONS, type Digest, type Line } from "./digest.ts";
import { headingOf, linesOf, remarkOf } from "./render-text.ts";

const LONGEST_LINE = 600;
/** Slack's limit for a header. */
const LONGEST_HEADER = 150;

export function digestSlack(digest: Digest): { text: string; blocks: Json[] } {
  const heading = `Weekly digest. ${headingOf(digest)}`.slice(0, LONGEST_HEADER);
  const remark = remarkOf(digest);
  return {
    text: mrkdwnText(heading, LONGEST_HEADER),
    blocks: [
      { type: "header", text: { type: "plain_text", text: heading, emoji: false } },
      ...(remark === "" ? [] : [richText(paragraph([words(remark)]))]),
      ...SECTION_NAMES.map((section) =>
        richText(paragraph([{ ...words(SECTIONS[section]), style: { bold: true } }]), {
          type: "rich_text_list",
          style: "bullet",
          elements: linesOf(digest, section).map((line) => paragraph(told(line))),
        }),
      ),
      richText(
        paragraph([
          ...told(digest.coverage),
          words(". "),
          { type: "link", url: digest.url, text: "Charts and archive" },
        ]),
      ),
    ],
  };
}

const richText = (...elements: Json[]): Json => ({ type: "rich_text", elements });
const paragraph = (elements: Json[]): Json => ({ type: "rich_text_section", elements });
const words = (text: string) => ({ type: "text", text: chatText(text, LONGEST_LINE) });

const told = (line: Line | string): Json[] =>
  typeof line === "string"
    ? [words(line)]
    : [words(line.text), { type: "text", text: " " }, { type: "link", url: line.link, text: line.label }];

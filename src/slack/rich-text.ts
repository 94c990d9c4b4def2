/**
 * Rich text: blocks whose strings Slack shows as they are. Nothing in them is read as markup, a mention or a link, so
 * it is where everything stored goes.
 */
import type {
  ContextBlock,
  RichTextBlock,
  RichTextBlockElement,
  RichTextLink,
  RichTextText,
} from "@slack/web-api";

type Piece = RichTextText | RichTextLink;

export const words = (text: string): RichTextText => ({ type: "text", text });
export const strong = (text: string): RichTextText => ({ type: "text", text, style: { bold: true } });
/** An id, a name or another exact value. */
export const exact = (text: string): RichTextText => ({ type: "text", text, style: { code: true } });

/** Lines of pieces as one block. */
export function paragraph(...lines: Piece[][]): RichTextBlock {
  const elements = lines.flatMap((line, index) => (index === 0 ? line : [words("\n"), ...line]));
  return block({ type: "rich_text_section", elements });
}

export function preformatted(text: string): RichTextBlock {
  return block({ type: "rich_text_preformatted", elements: [words(text)] });
}

/** A small line of labelled moments, each shown in the reader's own zone. */
export function moments(...labelled: [label: string, at: string][]): ContextBlock {
  const text = labelled.map(([label, at]) => `${label} ${slackDate(at)}`).join(" · ");
  return { type: "context", elements: [{ type: "mrkdwn", text, verbatim: true }] };
}

/** `at` is ISO 8601; what cannot show dates shows it as it is. */
function slackDate(at: string): string {
  const moment = new Date(at);
  return `<!date^${Math.floor(moment.getTime() / 1000)}^{date_short_pretty} at {time}|${moment.toISOString()}>`;
}

function block(element: RichTextBlockElement): RichTextBlock {
  return { type: "rich_text", elements: [element] };
}

/** Slack's documented limits of Block Kit; what breaks one is refused with the place where it does. */
import { isRow, rowsAt, type SeedRow, textAt, valueAt } from "../../row.ts";
import { SlackError } from "./parameters.ts";

const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 13_000;
const KINDS = new Set(["section", "context", "actions", "header", "divider", "rich_text", "input"]);
/** Longest text by the path at which it stands in an element. */
const BUTTON: [longest: number, ...path: string[]][] = [
  [75, "text", "text"],
  [2000, "value"],
  [255, "action_id"],
  [100, "confirm", "title", "text"],
  [300, "confirm", "text", "text"],
  [30, "confirm", "confirm", "text"],
  [30, "confirm", "deny", "text"],
];

/** Throws SlackError `invalid_blocks`, or `msg_blocks_too_long`. */
export function checkBlocks(blocks: unknown): void {
  if (!Array.isArray(blocks) || blocks.length > MOST_BLOCKS) throw invalid("/blocks");
  for (const [index, block] of blocks.entries()) {
    if (!isRow(block) || !KINDS.has(textAt(block, "type") ?? "")) throw invalid(`/blocks/${index}/type`);
    checkBlock(block, `/blocks/${index}`);
  }
  const characters = blocks.flatMap(textsOf).reduce((sum, text) => sum + text.length, 0);
  if (characters > MOST_CHARACTERS) throw new SlackError("msg_blocks_too_long");
}

function checkBlock(block: SeedRow, place: string): void {
  const elements = rowsAt(block, "elements");
  switch (block["type"]) {
    case "header":
      return checkText(block, 150, place, "text", "text");
    case "section":
      return checkText(block, 3000, place, "text", "text");
    case "context":
      if (elements.length > 10) throw invalid(`${place}/elements`);
      return elements.forEach((element) => checkText(element, 3000, place, "text"));
    case "actions":
      if (elements.length === 0 || elements.length > 25) throw invalid(`${place}/elements`);
      for (const button of elements)
        for (const [longest, ...path] of BUTTON)
          if (valueAt(button, ...path) !== undefined) checkText(button, longest, place, ...path);
      return;
    case "rich_text":
      if (elements.length === 0) throw invalid(`${place}/elements`);
      for (const part of elements.flatMap((element) => rowsAt(element, "elements")))
        checkText(part, 3000, place, part["type"] === "link" ? "url" : "text");
      return;
    default:
      return;
  }
}

function checkText(row: SeedRow, longest: number, place: string, ...path: string[]): void {
  const text = valueAt(row, ...path);
  if (typeof text !== "string" || text.length === 0 || text.length > longest)
    throw invalid(`${place}/${path.join("/")}`);
}

function invalid(pointer: string): SlackError {
  return new SlackError("invalid_blocks", {
    response_metadata: { messages: [`[ERROR] invalid [json-pointer:${pointer}]`] },
  });
}

/** Every string that stands under `text`, at any depth. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isRow(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "text" && typeof inner === "string" ? [inner] : textsOf(inner),
  );
}

import { PART_NAMES, PARTS, type Draft, type Sentence } from "./sentence.ts";

const MOST_WORDS = 290;

/** The draft as text, under 300 words: one paragraph per part, each sentence with its citations before the full stop. */
export function narrativeText(draft: Draft): string {
  let fitting = draft;
  while (countWords(write(fitting)) > MOST_WORDS) {
    const shorter = withoutLastOfLongest(fitting);
    if (shorter === undefined) break;
    fitting = shorter;
  }
  return write(fitting);
}

const write = (draft: Draft): string =>
  PART_NAMES.map((part) => `${PARTS[part]}: ${draft[part].map(withCitations).join(" ")}`).join("\n\n");

function withCitations({ text, evidence }: Sentence): string {
  const [, body = text, stop = "."] = /^(.*?)([.!?]*)$/su.exec(text.trim()) ?? [];
  return `${body} ${evidence.map((id) => `[${id}]`).join("")}${stop === "" ? "." : stop}`;
}

export const countWords = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

/** Every part keeps its first sentence. */
function withoutLastOfLongest(draft: Draft): Draft | undefined {
  const [longest] = PART_NAMES.toSorted((one, other) => draft[other].length - draft[one].length);
  if (longest === undefined || draft[longest].length < 2) return undefined;
  return { ...draft, [longest]: draft[longest].slice(0, -1) };
}

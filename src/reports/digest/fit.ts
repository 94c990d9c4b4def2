import { countWords } from "../../investigate/narrative-text.ts";
import { SECTION_NAMES, type Digest } from "./digest.ts";
import { digestText } from "./render-text.ts";

const MOST_WORDS = 400;

/** The digest under 400 words, addresses included: the last line of the longest section goes until it is. */
export function fitted(digest: Digest): Digest {
  let fitting = digest;
  for (;;) {
    const words = countWords(digestText(fitting));
    if (words <= MOST_WORDS) return { ...fitting, words };
    const { sections } = fitting;
    const [longest] = SECTION_NAMES.toSorted((one, other) => sections[other].length - sections[one].length);
    if (longest === undefined || sections[longest].length < 2) return { ...fitting, words };
    fitting = { ...fitting, sections: { ...sections, [longest]: sections[longest].slice(0, -1) } };
  }
}

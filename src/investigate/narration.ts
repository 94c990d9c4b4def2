/** What a model is asked to answer, and how its answer becomes a draft. */
import { z } from "zod";

import { PART_NAMES, type Draft, type Sentence } from "./sentence.ts";

/** One statement as a model answers it. */
export const Told = z.strictObject({
  text: z.string().describe("One sentence, plain text, no links, no markup"),
  evidence: z
    .array(z.string())
    .describe("Ids of the evidence that holds every figure and name of the sentence"),
});
const Narration = z.strictObject({
  what_happened: z.array(Told),
  likely_cause: z.array(Told),
  impact: z.array(Told),
  recommended_action: z.array(Told),
});

const { $schema: _, ...schema } = z.toJSONSchema(Narration);
/** JSON Schema in the subset that strict structured output takes: all required, nothing more allowed. */
export const NARRATION_SCHEMA: Record<string, unknown> = schema;

const LONGEST_SENTENCE = 500;
const MOST_SENTENCES = 12;
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Throws when the answer is not JSON of the schema. */
export function readNarration(answer: string): Draft {
  const told = Narration.parse(JSON.parse(answer));
  return Object.fromEntries(
    PART_NAMES.map((part) => [part, told[part].flatMap(sentencesOf).slice(0, MOST_SENTENCES)]),
  ) as Draft;
}

/**
 * A text of several sentences is judged sentence by sentence; each has the citations of the whole and its own. Look-alike
 * digits and signs become plain ones, and invisible characters go, before anything is judged.
 */
export function sentencesOf({ text, evidence }: z.infer<typeof Told>): Sentence[] {
  const plain_text = text.normalize("NFKC").replaceAll(/\p{Cf}/gu, "");
  return [...segmenter.segment(plain_text)].flatMap(({ segment }) => {
    const cited = [...segment.matchAll(CITATION)].flatMap(([, ids = ""]) => ids.split(/[\s,]+/));
    const plain = segment
      .replaceAll(CITATION, "")
      .replaceAll(/\s+/g, " ")
      .replaceAll(/\s([.,;!?])/g, "$1")
      .trim();
    if (!/[\p{L}\d]/u.test(plain)) return [];
    return [{ text: plain.slice(0, LONGEST_SENTENCE), evidence: [...new Set([...evidence, ...cited])] }];
  });
}

const CITATION = /[[(【]\s*(e\d+(?:[\s,]+e\d+)*)\s*[\])】]/g;

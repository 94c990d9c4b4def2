/** The lines of a digest: the template's, or a model's where its facts hold them. */
import type { Logger } from "pino";

import { messageOf } from "../../errors.ts";
import { whyNoAnswer, type Model } from "../../investigate/groq-model.ts";
import { reasonToDrop } from "../../investigate/guard.ts";
import type { Sentence } from "../../investigate/sentence.ts";
import { SECTION_NAMES, type Line, type Section } from "./digest.ts";
import type { NumberedItem } from "./item.ts";
import { digestPrompt, readDigestAnswer } from "./prompt.ts";
import { sourcesOf } from "./sources.ts";
import type { Week } from "./week.ts";

export type Told = { lines: Record<Section, Line[]>; by: string; dropped: number };

export type Teller = { model: Model | undefined; timeout_ms: number; log?: Logger | undefined };

const templateLines = (items: NumberedItem[]): Record<Section, Line[]> =>
  bySection((section) => items.filter((item) => item.section === section).map(lineOf));

/** Never fails for the model's sake: then the template's lines are told. */
export async function tell(
  { model, timeout_ms, log }: Teller,
  items: NumberedItem[],
  week: Week,
): Promise<Told> {
  const template = { lines: templateLines(items), by: "template", dropped: 0 };
  if (model === undefined || items.length === 0) return template;
  try {
    const answer = await model.ask(digestPrompt(items), AbortSignal.timeout(timeout_ms));
    return checked(readDigestAnswer(answer), model.name, items, week);
  } catch (error) {
    log?.warn({ week: week.id, model: model.name }, `no digest from ${model.name}: ${whyNoAnswer(error)}`);
    log?.debug(messageOf(error));
    return template;
  }
}

/**
 * A section with nothing left is the template's, and what must be told is told whatever the model left out: nobody can
 * talk a critical incident away.
 */
function checked(told: Record<Section, Sentence[]>, by: string, items: NumberedItem[], week: Week): Told {
  const sources = sourcesOf(items, week);
  const template = templateLines(items);
  let dropped = 0;
  const lines = bySection((section) => {
    const kept = told[section].filter((sentence) => {
      const reason = reasonToDrop(sentence, sources);
      if (reason !== undefined) dropped += 1;
      return reason === undefined;
    });
    if (kept.length === 0) return template[section];
    const cited = new Set(kept.flatMap(({ evidence }) => evidence));
    const left_out = items.filter((item) => item.section === section && item.must && !cited.has(item.id));
    return [...kept.map((sentence) => linked(sentence, items)), ...left_out.map(lineOf)];
  });
  return { lines, by, dropped };
}

const lineOf = ({ id, text, link, label }: NumberedItem): Line => ({ text, link, label, cites: [id] });

/** The link is that of the first fact cited: a model names none. */
function linked({ text, evidence }: Sentence, items: NumberedItem[]): Line {
  const [first] = evidence.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return {
    text: text.replace(/[.]+$/, ""),
    link: first?.link ?? "",
    label: first?.label ?? "",
    cites: evidence,
  };
}

const bySection = (lines: (section: Section) => Line[]): Record<Section, Line[]> =>
  Object.fromEntries(SECTION_NAMES.map((section) => [section, lines(section)])) as Record<Section, Line[]>;

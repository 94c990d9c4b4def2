/** Limits that somebody is about to change; they are in the address (`limits=ratio:3`), so that a link shows them. */
import type { DescribedLimit } from "../../src/detect/describe-limits.ts";
import type { View } from "../use-view.ts";

/** What is written in the fields, by the limit's name. */
export type Draft = Map<string, string>;

export const readDraft = (view: View): Draft =>
  new Map(
    view.list("limits").map((part) => {
      const [name = "", ...value] = part.split(":");
      return [name, value.join(":")];
    }),
  );

/** As it stands in the address; a value that is in force already is no change. */
export const writeDraft = (draft: Draft, limits: DescribedLimit[]): string[] =>
  [...draft]
    .filter(([name, text]) => limits.some((limit) => limit.name === name && String(limit.value) !== text))
    .map(([name, text]) => `${name}:${text}`);

/** The number in a field, or why it is none that the limit takes. */
export function readLimit(text: string, limit: DescribedLimit): { value: number } | { problem: string } {
  const value = Number(text.trim());
  if (text.trim() === "" || !Number.isFinite(value)) return { problem: "a number is needed" };
  if (limit.whole && !Number.isInteger(value)) return { problem: "a whole number is needed" };
  if (limit.above !== null && value <= limit.above) return { problem: `more than ${limit.above} is needed` };
  if (limit.least !== null && value < limit.least) return { problem: `${limit.least} or more is needed` };
  if (limit.most !== null && value > limit.most) return { problem: `${limit.most} or less is needed` };
  return { value };
}

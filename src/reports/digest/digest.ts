/** A digest as it is stored, answered and rendered. Every figure in a line stands in the facts that it cites. */
import { z } from "zod";

/** In the order in which they are read. */
export const SECTIONS = {
  shipped: "What shipped",
  broke: "What broke",
  watch: "What to watch",
} as const;
export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

const Line = z.object({
  text: z.string(),
  /** Absolute URL, from the vendor's own data or the server's address; never from a text. */
  link: z.string(),
  label: z.string(),
  /** Ids of the facts it stands on. */
  cites: z.array(z.string()),
});
export type Line = z.infer<typeof Line>;

const Point = z.object({
  /** Local day, `2026-11-16`. */
  day: z.string(),
  /** Null where it was not fetched or has not come yet. */
  now: z.number().nullable(),
  before: z.number().nullable(),
});
export type Point = z.infer<typeof Point>;

export const Digest = z.object({
  week: z.string(),
  /** `16–22 November 2026` */
  dates: z.string(),
  time_zone: z.string(),
  from: z.string(),
  to: z.string(),
  /** Up to where it was measured: `to`, or earlier in a week that has not ended. */
  until: z.string(),
  made_at: z.string(),
  /** Its page. */
  url: z.string(),
  /** Something could be compared with the week before: both were fetched whole. */
  compared: z.boolean(),
  /** True when the sources hold nothing of the week. */
  quiet: z.boolean(),
  sections: z.object({ shipped: z.array(Line), broke: z.array(Line), watch: z.array(Line) }),
  coverage: Line,
  series: z.object({ cost_usd: z.array(Point), errors: z.array(Point) }),
  facts: z.array(
    z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  /** `template` or the model's name. */
  by: z.string(),
  /** Sentences of the model that were removed because its facts do not hold them. */
  dropped: z.number(),
  words: z.number(),
});
export type Digest = z.infer<typeof Digest>;

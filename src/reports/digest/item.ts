/** One thing that a digest may tell: its facts, and the sentence that tells it without a model. */
import type { Hole } from "../../queries/run.ts";
import type { Section } from "./digest.ts";

export type Item = {
  section: Section;
  text: string;
  link: string;
  label: string;
  /** Figures and ids by name; units are in the names. */
  facts: Record<string, string | number>;
  /** Texts of sources that the sentence repeats. */
  phrases: string[];
  /** Told whatever a model leaves out. */
  must: boolean;
};

/** What `itemsOf` numbers: `d1` is the first. */
export type NumberedItem = Item & { id: string };

export const numbered = (items: Item[]): NumberedItem[] =>
  items.map((item, index) => ({ ...item, id: `d${index + 1}` }));

/** Rows of one week and of the same span a week earlier. */
export type Pair<Row> = {
  now: Row[];
  before: Row[];
  /** Neither span has a hole in the tables that it stands on: the two may be compared. */
  comparable: boolean;
  /** What was not fetched of either. */
  holes: { now: Hole[]; before: Hole[] };
};

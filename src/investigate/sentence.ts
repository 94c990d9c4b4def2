/** The four parts of a narrative, in their order, and what they are called. */
export const PARTS = {
  what_happened: "What happened",
  likely_cause: "Likely cause",
  impact: "Impact",
  recommended_action: "Recommended action",
} as const;

export type Part = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as Part[];

/** One statement and the ids of the evidence it stands on: `e1`. */
export type Sentence = { text: string; evidence: string[] };

export type Draft = Record<Part, Sentence[]>;

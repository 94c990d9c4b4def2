/** Who tells a digest: the template alone, and a model that only repeats what it was given. */
import type { Model } from "../../src/investigate/groq-model.ts";
import { SECTION_NAMES } from "../../src/reports/digest/digest.ts";

export const BASE = "https://sentinel.example.com";
export const offline = { model: undefined, timeout_ms: 1_000, base_url: BASE };

/** Says each fact's own sentence: what the guard would drop of it, the template must not say either. */
export const parrot: Model = {
  name: "parrot",
  ask: ({ user }) => {
    const facts = JSON.parse(user.replaceAll(/^<evidence>|<\/evidence>$/g, "")) as {
      id: string;
      section: string;
      says: string;
    }[];
    const told = SECTION_NAMES.map((section) => [
      section,
      facts
        .filter((fact) => fact.section === section)
        .slice(0, 8)
        .map(({ id, says }) => ({ text: says, evidence: [id] })),
    ]);
    return Promise.resolve(JSON.stringify(Object.fromEntries(told)));
  },
};

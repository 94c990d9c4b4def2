import type { RiskVerdict } from "../types.ts";

const TONES: Record<RiskVerdict, string> = {
  high: "tone-critical",
  medium: "tone-medium",
  low: "tone-good",
  no_history: "",
};

/** High, medium or low; nothing known is said as that, and never looks like low. */
export function Verdict({ of }: { of: RiskVerdict }) {
  return <span className={`badge ${TONES[of]}`}>{of === "no_history" ? "no history" : `${of} risk`}</span>;
}

import { words } from "../format.ts";
import "./badges.css";

type SeverityName = "info" | "medium" | "high" | "critical";

/** The shape says it as well as the colour: the more bars, the worse. */
const BARS: Record<SeverityName, number> = { info: 1, medium: 2, high: 3, critical: 4 };

export function Severity({ of }: { of: SeverityName }) {
  return (
    <span className={`badge tone-${of}`}>
      <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 3.75}
            y={7 - bar * 2.25}
            width="2.5"
            height={3 + bar * 2.25}
            rx="0.75"
            className={bar < BARS[of] ? "bar-on" : "bar-off"}
          />
        ))}
      </svg>
      {of}
    </span>
  );
}

const TONES: Record<string, string> = {
  open: "tone-critical",
  acknowledged: "tone-info",
  resolved: "tone-good",
  done: "tone-good",
  approved: "tone-good",
  proposed: "tone-info",
  running: "tone-info",
  failed: "tone-critical",
  unknown: "tone-high",
  refused: "tone-high",
};

/** Where an incident, an approval or a check stands. */
export function Status({ of }: { of: string }) {
  return <span className={`badge ${TONES[of] ?? ""}`}>{words(of)}</span>;
}

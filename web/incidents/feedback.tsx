import { useState } from "react";

import type { Incident } from "../types.ts";
import { useMay } from "../use-role.ts";
import { useDecision } from "./use-decision.ts";

const VERDICTS = { right: "Right", wrong_cause: "Wrong cause", noise: "Noise" } as const;

/** Whether the incident was right: what detectors are measured by afterwards. */
export function Feedback({ incident: { id, verdict } }: { incident: Incident }) {
  const [note, setNote] = useState("");
  const may = useMay("operator");
  const decision = useDecision(id);
  return (
    <section className="card" aria-labelledby="feedback">
      <div className="card-head">
        <h2 id="feedback">Was this right?</h2>
      </div>
      <div className="card-body stack">
        <div className="row" role="group" aria-labelledby="feedback">
          {Object.entries(VERDICTS).map(([value, name]) => (
            <button
              key={value}
              type="button"
              className="chip"
              aria-pressed={verdict === value}
              disabled={!may || decision.isPending}
              onClick={() =>
                decision.mutate({ verb: "verdict", verdict: value as keyof typeof VERDICTS, note })
              }
            >
              {name}
            </button>
          ))}
        </div>
        <input
          className="input"
          aria-label="A note with the verdict"
          placeholder="A note, before you choose (optional)"
          maxLength={2_000}
          disabled={!may}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <p className="muted">Detectors are measured by these verdicts.</p>
      </div>
    </section>
  );
}

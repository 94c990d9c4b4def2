import { Fragment } from "react";

import type { Incident } from "../types.ts";
import { useView } from "../use-view.ts";
import "./narrative.css";

/** `What happened:` and its like, in front of a paragraph. */
const LEAD = /^([A-Z][A-Za-z ]{2,30}):\s+/;
const CITATION = /(\[e\d+\])/;

/** The story as text: whatever it quotes stays letters. A citation opens the evidence it stands on. */
export function Narrative({ incident: { narrative, evidence } }: { incident: Incident }) {
  const { text, by, dropped } = narrative;
  const ids = new Set(evidence.map(({ id }) => id));
  if (text === "") return <p className="muted">It has not been told yet.</p>;
  return (
    <div className="narrative">
      {text.split(/\n+/).map((paragraph) => {
        const [whole = "", lead] = LEAD.exec(paragraph) ?? [];
        return (
          <Fragment key={paragraph}>
            {lead !== undefined && <h2>{lead}</h2>}
            <p className="breakable">
              <Cited text={paragraph.slice(whole.length)} ids={ids} />
            </p>
          </Fragment>
        );
      })}
      <p className="muted">
        {by === "template" ? "Told by a template" : `Told by ${by}`}
        {dropped > 0 && `; ${dropped} ${dropped === 1 ? "sentence" : "sentences"} without proof removed`}
      </p>
    </div>
  );
}

function Cited({ text, ids }: { text: string; ids: Set<string> }) {
  const view = useView();
  return text.split(CITATION).map((part, index) => {
    const id = part.slice(1, -1);
    if (!CITATION.test(part) || !ids.has(id)) return part;
    return (
      <button
        // A paragraph may cite the same piece again.
        key={`${index} ${id}`}
        type="button"
        className="citation"
        aria-label={`Evidence ${id}`}
        onClick={() => {
          view.set({ e: [...new Set([...view.list("e"), id])] });
          document.getElementById(id)?.scrollIntoView({ block: "start" });
          document.getElementById(`${id}-head`)?.focus({ preventScroll: true });
        }}
      >
        {id}
      </button>
    );
  });
}

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { plural, words } from "../format.ts";
import { read } from "../read.ts";
import type { Evidence, Incident } from "../types.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import { useTell } from "../ui/notices.tsx";
import { useMay } from "../use-role.ts";
import { useView } from "../use-view.ts";
import { EvidenceBody } from "./evidence-body.tsx";
import "./evidence-list.css";

/** What the incident stands on; which pieces are open is in the address (`e=e1,e3`). */
export function EvidenceList({ incident: { id, evidence } }: { incident: Incident }) {
  const verify = useVerify(id);
  const may = useMay("operator");
  const checked = new Map(verify.data?.evidence.map((piece) => [piece.id, piece]));
  return (
    <section className="card" aria-labelledby="evidence">
      <div className="card-head">
        <h2 id="evidence">Evidence</h2>
        <button
          type="button"
          className="button"
          disabled={!may || verify.isPending}
          title={may ? undefined : "needs the role operator"}
          onClick={() => verify.mutate()}
        >
          {verify.isPending ? "Asking again…" : "Verify"}
        </button>
      </div>
      {evidence.map((piece) => (
        <Piece key={piece.id} incident={id} piece={piece} checked={checked.get(piece.id)} />
      ))}
    </section>
  );
}

type Checked = { outcome: string; reason: string | null };

function Piece({
  incident,
  piece,
  checked,
}: {
  incident: string;
  piece: Evidence;
  checked: Checked | undefined;
}) {
  const view = useView();
  const opened = view.list("e");
  const open = opened.includes(piece.id);
  const toggle = () =>
    view.set({ e: open ? opened.filter((id) => id !== piece.id) : [...opened, piece.id] }, "same");
  return (
    <div className="piece" id={piece.id}>
      <h3>
        <button
          type="button"
          id={`${piece.id}-head`}
          className="piece-head"
          aria-expanded={open}
          aria-controls={`${piece.id}-body`}
          data-step=""
          onClick={toggle}
        >
          <ChevronIcon />
          <span className="mono piece-id">{piece.id}</span>
          <span className="piece-name">{words(piece.query)}</span>
          <span className="piece-more">
            {checked !== undefined && <Outcome {...checked} />}
            {!piece.complete && <span className="badge tone-medium">incomplete</span>}
            <span className="muted num nowrap">{plural(piece.rows, "row")}</span>
          </span>
        </button>
      </h3>
      <div id={`${piece.id}-body`} hidden={!open}>
        {open && <EvidenceBody incident={incident} id={piece.id} />}
        {open && checked?.reason != null && <p className="piece-reason breakable">{checked.reason}</p>}
      </div>
    </div>
  );
}

const TONES: Record<string, string> = { same: "tone-good", changed: "tone-high", gone: "tone-critical" };

const Outcome = ({ outcome, reason }: Checked) => (
  <span className={`badge ${TONES[outcome] ?? ""}`} title={reason ?? undefined}>
    {outcome === "same" ? "still the same" : outcome}
  </span>
);

function useVerify(id: string) {
  const client = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: () => read(api.evidence[":id"].verify.$post({ param: { id }, json: {} })),
    onSuccess: ({ outcome }) => {
      tell.good(outcome === "same" ? "All evidence is still the same" : `Some evidence is ${outcome}`);
      return client.invalidateQueries({ queryKey: ["incidents", "timeline", id] });
    },
    onError: (error) => tell.failed("Not verified", error),
  });
}

import { useState } from "react";
import { Link } from "react-router";

import { api } from "../api.ts";
import { read } from "../read.ts";
import type { Incident } from "../types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { DownloadIcon, ForensicsIcon, LinkIcon } from "../ui/icons.tsx";
import { saveFile } from "../ui/save-file.ts";
import { useTell } from "../ui/notices.tsx";
import { Moment } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { useDecision } from "./use-decision.ts";

const HOUR_MS = 3_600_000;
const SNOOZES = { "1 hour": 1, "4 hours": 4, "1 day": 24, "1 week": 168 };

/** What can be done about an incident, and taken from it. */
export function Decisions({ incident }: { incident: Incident }) {
  const { id, status } = incident;
  const [asking, setAsking] = useState<"resolve" | "snooze" | null>(null);
  const may = useMay("operator");
  const decision = useDecision(id);
  const over = status === "resolved";
  const close = () => setAsking(null);
  return (
    <div className="row">
      {status !== "acknowledged" && !over && (
        <button
          type="button"
          className="button button-primary"
          disabled={!may || decision.isPending}
          onClick={() => decision.mutate({ verb: "ack" })}
        >
          Acknowledge
        </button>
      )}
      {!over && (
        <>
          <button type="button" className="button" disabled={!may} onClick={() => setAsking("snooze")}>
            Snooze…
          </button>
          <button type="button" className="button" disabled={!may} onClick={() => setAsking("resolve")}>
            Resolve…
          </button>
        </>
      )}
      <Link className="button" to={`/forensics/${id}`}>
        <ForensicsIcon /> Forensics
      </Link>
      <Share />
      <Export id={id} />
      {!may && <p className="muted">Deciding needs a key with the role operator.</p>}
      {asking === "snooze" && (
        <Dialog title="Be quiet about it for" close={close}>
          <div className="row">
            {Object.entries(SNOOZES).map(([name, hours]) => (
              <button
                key={name}
                type="button"
                className="button"
                onClick={() => {
                  decision.mutate({
                    verb: "snooze",
                    until: new Date(Date.now() + hours * HOUR_MS).toISOString(),
                  });
                  close();
                }}
              >
                {name}
              </button>
            ))}
          </div>
          <p className="muted">It goes on collecting findings, and is back by itself afterwards.</p>
        </Dialog>
      )}
      {asking === "resolve" && (
        <ResolveDialog
          close={close}
          resolve={(note) => {
            decision.mutate({ verb: "resolve", note });
            close();
          }}
        />
      )}
      {status === "snoozed" && incident.snoozed_until !== null && (
        <p className="muted">
          until <Moment at={incident.snoozed_until} />
        </p>
      )}
    </div>
  );
}

function ResolveDialog({ close, resolve }: { close: () => void; resolve: (note: string) => void }) {
  const [note, setNote] = useState("");
  return (
    <Dialog title="The trouble is over" close={close}>
      <label className="field">
        <span>How it was solved (optional)</span>
        <textarea
          className="input"
          rows={3}
          maxLength={2_000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button type="button" className="button button-primary" onClick={() => resolve(note)}>
          Resolve
        </button>
      </div>
    </Dialog>
  );
}

function Share() {
  const tell = useTell();
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => tell.good("Link copied"),
      () => tell.failed("Not copied", new Error("the browser does not allow it; copy the address instead")),
    );
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <LinkIcon /> Copy link
    </button>
  );
}

function Export({ id }: { id: string }) {
  const tell = useTell();
  const save = () =>
    read(api.evidence[":id"].report.$get({ param: { id } })).then(
      ({ markdown }) => saveFile(`${id}.md`, markdown, "text/markdown"),
      (error: unknown) => tell.failed("Not exported", error),
    );
  return (
    <button type="button" className="button" onClick={() => void save()}>
      <DownloadIcon /> Markdown
    </button>
  );
}

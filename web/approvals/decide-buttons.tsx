import { useState } from "react";

import type { Approval } from "../types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useMay } from "../use-role.ts";
import { useVote, type Vote } from "./use-vote.ts";

/** Approve, reject with a reason, or take back, as far as the approval and the role allow. */
export function DecideButtons({ approval }: { approval: Approval }) {
  const [asking, setAsking] = useState<Vote["verb"] | null>(null);
  const may = useMay("approver");
  const vote = useVote(approval);
  const { status } = approval;
  if (status !== "proposed" && status !== "done") return null;
  return (
    <div className="row">
      {status === "proposed" ? (
        <>
          <button
            type="button"
            className="button button-primary"
            disabled={!may || vote.isPending}
            onClick={() => setAsking("approve")}
          >
            Approve…
          </button>
          <button
            type="button"
            className="button button-danger"
            disabled={!may || vote.isPending}
            onClick={() => setAsking("refuse")}
          >
            Reject…
          </button>
        </>
      ) : (
        <button
          type="button"
          className="button"
          disabled={!may || vote.isPending}
          onClick={() => setAsking("undo")}
        >
          Take back…
        </button>
      )}
      {!may && <p className="muted">Deciding needs a key with the role approver.</p>}
      {asking !== null && (
        <VoteDialog
          approval={approval}
          verb={asking}
          close={() => setAsking(null)}
          decide={(reason) => {
            vote.mutate({ verb: asking, reason });
            setAsking(null);
          }}
        />
      )}
    </div>
  );
}

const TITLES = { approve: "Approve exactly this", refuse: "Reject this", undo: "Take this back" };
const VERBS = { approve: "Approve", refuse: "Reject", undo: "Take back" };

type DialogProps = {
  approval: Approval;
  verb: Vote["verb"];
  close: () => void;
  decide: (reason: string) => void;
};

function VoteDialog({ approval: { preview, digest }, verb, close, decide }: DialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={TITLES[verb]} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          decide(reason.trim());
        }}
      >
        <p className="breakable">{preview.title}</p>
        {verb === "approve" && (
          <p className="muted breakable">
            Digest <span className="mono">{digest.slice(0, 16)}…</span>: if anything about it has changed
            since, it is not run.
          </p>
        )}
        {verb !== "undo" && (
          <label className="field">
            <span>{verb === "refuse" ? "Why not" : "Why (optional)"}</span>
            <textarea
              className="input"
              rows={3}
              maxLength={500}
              required={verb === "refuse"}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            {VERBS[verb]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

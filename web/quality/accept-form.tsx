import { useState } from "react";

import type { SchemaVersion } from "../types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useMay } from "../use-role.ts";
import { useAccept } from "./use-accept.ts";

/** A person says that the new form is meant: from then on outputs are judged by it. */
export function AcceptForm({ version }: { version: SchemaVersion }) {
  const [asking, setAsking] = useState(false);
  const may = useMay("operator");
  const accept = useAccept(version);
  return (
    <div className="row">
      <button
        type="button"
        className="button button-primary"
        disabled={!may || accept.isPending}
        onClick={() => setAsking(true)}
      >
        Accept the new form…
      </button>
      {!may && <span className="muted">Accepting needs a key with the role operator.</span>}
      {asking && (
        <AcceptDialog
          version={version}
          close={() => setAsking(false)}
          accept={(reason) => {
            accept.mutate(reason);
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

type Props = { version: SchemaVersion; close: () => void; accept: (reason: string) => void };

function AcceptDialog({ version: { feature, version }, close, accept }: Props) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title="The new form is meant" close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          accept(reason.trim());
        }}
      >
        <p className="breakable">
          Outputs of <strong>{feature}</strong> are judged by version {version} from now on. Who accepts it
          and why is on record; it is not taken back.
        </p>
        <label className="field">
          <span>Why it changed</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2_000}
            required
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Accept
          </button>
        </div>
      </form>
    </Dialog>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";

import { api } from "../api.ts";
import { keysQuery, sessionQuery } from "../queries.ts";
import { asApiError, read } from "../read.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useTell } from "../ui/notices.tsx";

const ROLES = {
  viewer: "reads",
  operator: "takes and resolves incidents, runs jobs",
  approver: "decides about actions",
  admin: "does everything, keys and settings too",
  agent: "only asks whether it was stopped",
} as const;
type Role = keyof typeof ROLES;

/** Makes a key and shows it once. The first key ends the days without one, so that it must be an admin's. */
export function KeyDialog({ first, close }: { first: boolean; close: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(first ? "admin" : "viewer");
  const make = useMutation({
    mutationFn: async () => {
      const made = await read(api.access.keys.$post({ json: { name: name.trim(), role } }));
      // From now on this page needs a key as well.
      if (first) await read(api.access.session.$post({ json: { key: made.key } }));
      return made;
    },
    onSettled: () =>
      Promise.all([client.invalidateQueries(keysQuery), client.invalidateQueries(sessionQuery)]),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  if (make.data !== undefined) return <ShowOnce name={make.data.name} text={make.data.key} close={close} />;
  return (
    <Dialog title="Make a key" close={close}>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>Whose key it is</span>
          <input
            className="input"
            required
            maxLength={80}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label className="field">
          <span>Role</span>
          <select className="input" value={role} onChange={({ target }) => setRole(target.value as Role)}>
            {(Object.keys(ROLES) as Role[])
              .filter((one) => !first || one === "admin")
              .map((one) => (
                <option key={one} value={one}>
                  {one}: {ROLES[one]}
                </option>
              ))}
          </select>
        </label>
        {first && (
          <p className="muted">
            It is the first one: from now on everybody needs a key, on this machine too. You are signed in
            with it.
          </p>
        )}
        {make.isError && (
          <p className="settings-problem" role="alert">
            {asApiError(make.error).message}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={make.isPending}>
            Make it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ShowOnce({ name, text, close }: { name: string; text: string; close: () => void }) {
  const tell = useTell();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => tell.good("Key copied"),
      () => tell.failed("Not copied", new Error("the browser does not allow it; select the key instead")),
    );
  return (
    <Dialog title={`The key of ${name}`} close={close}>
      <p>It is shown this once. Nobody can read it again, so keep it where it is safe.</p>
      <input
        className="input mono"
        readOnly
        aria-label="The key"
        value={text}
        onFocus={({ target }) => target.select()}
      />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" className="button button-primary" onClick={close}>
          I have it
        </button>
      </div>
    </Dialog>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";

import { api } from "../api.ts";
import { asApiError, read } from "../read.ts";

/** Takes a key for a session; the key itself is not kept by the page. */
export function KeyForm({ signedIn }: { signedIn: () => Promise<unknown> }) {
  const [key, setKey] = useState("");
  const signIn = useMutation({
    mutationFn: () => read(api.access.session.$post({ json: { key: key.trim() } })),
    onSuccess: signedIn,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>API key</span>
        <input
          className="input mono"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={key}
          onChange={({ target }) => setKey(target.value)}
          aria-describedby="sign-in-help"
        />
      </label>
      {signIn.isError && (
        <p className="sign-in-error" role="alert">
          {asApiError(signIn.error).message}. {asApiError(signIn.error).hint}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={signIn.isPending}>
        {signIn.isPending ? "Signing in…" : "Sign in"}
      </button>
      <p id="sign-in-help" className="muted">
        Where Sentinel runs, <code>sentinel keys create NAME --role viewer</code> makes a key.
      </p>
    </form>
  );
}

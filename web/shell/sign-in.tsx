import { useQueryClient } from "@tanstack/react-query";

import { usePageTitle } from "../use-page-title.ts";
import { KeyForm } from "./key-form.tsx";
import "./sign-in.css";

/** Takes a key for a session; the key itself is not kept by the page. */
export function SignIn() {
  usePageTitle("Sign in");
  const client = useQueryClient();
  return (
    <main className="sign-in">
      <div className="card">
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>Sign in to Sentinel</h1>
        <KeyForm signedIn={() => client.resetQueries()} />
      </div>
    </main>
  );
}

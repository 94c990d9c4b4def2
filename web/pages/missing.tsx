import { Link, useRouteError } from "react-router";

import { usePageTitle } from "../use-page-title.ts";
import { Empty } from "../ui/loaded.tsx";

export function MissingPage() {
  usePageTitle("Not found");
  return (
    <div className="card">
      <h1 className="visually-hidden">Not found</h1>
      <Empty title="There is no such page">
        <Link to="/incidents">See the incidents</Link> or press <kbd className="kbd">Ctrl K</kbd> to find
        something.
      </Empty>
    </div>
  );
}

/** For what nobody foresaw. A part of the page that no longer loads was replaced by an update of the server. */
export function CrashedPage() {
  const error = useRouteError();
  return (
    <main className="crashed">
      <div className="empty" role="alert">
        <h1>This page failed</h1>
        <p className="breakable">{error instanceof Error ? error.message : "Nobody knows why."}</p>
        <p>Reloading helps when the server was updated meanwhile.</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    </main>
  );
}

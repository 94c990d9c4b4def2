import { SqlConsole } from "../sql/sql-console.tsx";
import { usePageTitle } from "../use-page-title.ts";

/** Any question to the lake, read-only. */
export function SqlPage() {
  usePageTitle("SQL console");
  return (
    <div className="page">
      <div className="page-head">
        <h1>SQL console</h1>
        <p>DuckDB SQL over every source, read-only.</p>
      </div>
      <SqlConsole />
    </div>
  );
}

import { Link } from "react-router";

import { span } from "../format.ts";
import { cellText } from "../ui/cell-text.ts";
import { Empty } from "../ui/loaded.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Moment, Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";

const MINUTE_MS = 60_000;

type Row = Record<string, unknown>;
const text = (row: Row, name: string): string => cellText(row[name] ?? "");

/** Every table that was ever fetched, by connection. */
export function CoverageTable({ rows }: { rows: Row[] }) {
  const view = useView();
  const wanted = (view.get("q") ?? "").toLowerCase();
  const shown = rows.filter((row) =>
    `${text(row, "connection")} ${text(row, "table")}`.toLowerCase().includes(wanted),
  );
  if (rows.length === 0) {
    return (
      <div className="card">
        <Empty title="Nothing was fetched yet">
          <code>sentinel init</code> writes the credentials of a source, <code>sentinel sync</code> reads it.
        </Empty>
      </div>
    );
  }
  return (
    <section className="card" aria-labelledby="coverage">
      <div className="card-head">
        <h2 id="coverage">Tables</h2>
        <SearchField
          label="Search tables"
          placeholder="Table or connection"
          value={view.get("q") ?? ""}
          change={(q) => view.set({ q }, "same")}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title="No table fits" />
      ) : (
        <div className="coverage" role="region" aria-labelledby="coverage" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Table</th>
                <th scope="col">Connection</th>
                <th scope="col">Covered up to</th>
                <th scope="col">Behind</th>
                <th scope="col">Fetched</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <CoverageRow key={`${text(row, "connection")} ${text(row, "table")}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CoverageRow({ row }: { row: Row }) {
  const table = text(row, "table");
  const lag = row["lag_minutes"];
  const ledger = `select * from sentinel_coverage where "table" = '${table.replaceAll("'", "''")}' order by from_at`;
  return (
    <tr>
      <th scope="row">
        <Link to={`/sql?sql=${encodeURIComponent(ledger)}`} className="mono">
          {table}
        </Link>
      </th>
      <td>{text(row, "connection")}</td>
      <td className="num">
        {row["covered_to"] === null ? (
          <span className="badge tone-medium">never whole</span>
        ) : (
          <Moment at={text(row, "covered_to")} />
        )}
      </td>
      <td className="num nowrap">{typeof lag === "number" ? span(lag * MINUTE_MS) : "–"}</td>
      <td className="muted">{row["fetched_at"] !== null && <Time at={text(row, "fetched_at")} />}</td>
    </tr>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { span } from "../format.ts";
import { askQuery } from "../queries.ts";
import { cellText } from "../ui/cell-text.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";

const MINUTE_MS = 60_000;

/** Up to when each table was fetched without a gap, and when it was last asked for. */
export function TableFreshness() {
  const query = useQuery(askQuery("freshness"));
  return (
    <section className="card" aria-labelledby="tables">
      <div className="card-head">
        <h2 id="tables">Freshness of each table</h2>
        <div className="row">
          <Link to="/sql?query=freshness">Open in console</Link>
          <Link to="/coverage">Coverage and gaps</Link>
        </div>
      </div>
      <Loaded query={query} what="the tables" lines={6}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title="Nothing was fetched yet">
              <code>sentinel sync</code> reads what is connected.
            </Empty>
          ) : (
            <div className="freshness" role="region" aria-label="Freshness of each table" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Table</th>
                    <th scope="col">Connection</th>
                    <th scope="col">Up to</th>
                    <th scope="col">Asked for</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ lag_minutes, fetched_at, ...row }) => (
                    <tr key={`${cellText(row["table"])} ${cellText(row["connection"])}`}>
                      <th scope="row" className="mono">
                        <Link
                          to={`/sql?${new URLSearchParams({ sql: statementOf(cellText(row["table"])) })}`}
                        >
                          {cellText(row["table"])}
                        </Link>
                      </th>
                      <td className="nowrap">{cellText(row["connection"])}</td>
                      <td className="num nowrap">
                        {typeof lag_minutes === "number" ? `${span(lag_minutes * MINUTE_MS)} ago` : "never"}
                      </td>
                      <td className="nowrap">
                        {typeof fetched_at === "string" ? <Time at={fetched_at} /> : "–"}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

const statementOf = (table: string) =>
  `select * from sentinel_coverage where "table" = '${table.replaceAll("'", "''")}' order by from_at desc limit 100`;

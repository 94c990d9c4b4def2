import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";

import { api } from "../api.ts";
import { count } from "../format.ts";
import { libraryQuery, tablesQuery } from "../queries.ts";
import { read } from "../read.ts";
import { Skeleton } from "../ui/loaded.tsx";
import { useTell } from "../ui/notices.tsx";
import { useView } from "../use-view.ts";
import { Answer } from "./answer.tsx";
import { Library } from "./library.tsx";
import { namesRange, RangeBar, useSpan } from "./range-bar.tsx";
import { SchemaTree } from "./schema-tree.tsx";
import "./sql-console.css";
import { MOST_ROWS, useStatement } from "./use-statement.ts";

const SqlEditor = lazy(async () => ({ default: (await import("../ui/sql-editor.tsx")).SqlEditor }));

const FIRST = `select connection, agent, sum(cost_usd) as usd
from llm_cost_hourly
where hour >= $from and hour < $to
group by all
order by usd desc
limit 20`;

type Question = { id: string; params: { name: string; default?: string | undefined }[] };

/** A question of the library as a statement; where it needs a value, an empty one stands to be filled in. */
async function writtenOut({ id, params }: Question): Promise<string> {
  const missing = params.filter((param) => param.default === undefined);
  const query = Object.fromEntries(missing.map(({ name }) => [name, ""]));
  const { sql } = await read(api.queries.queries[":id"].statement.$get({ param: { id }, query }));
  return sql;
}

/** The statement is in the address once it was run (`sql`); `query` writes one of the library. */
export function SqlConsole() {
  const view = useView();
  const tell = useTell();
  const given = view.get("sql");
  const wanted = view.get("query");
  const [text, setText] = useState(given ?? FIRST);
  const { data: tables = [] } = useQuery(tablesQuery);
  const { data: library = [] } = useQuery(libraryQuery);
  const { from, to } = useSpan();
  const statement = useStatement();
  const side = view.get("side") === "library" ? "library" : "tables";

  const ask = (sql: string) => statement.run({ sql, range: { from, to } });
  const answered = statement.asked?.sql;
  const shown = useRef({ from, to });
  // Another range, other rows of the statement whose rows are shown, if it speaks of one.
  useEffect(() => {
    if (shown.current.from === from && shown.current.to === to) return;
    shown.current = { from, to };
    if (answered !== undefined && namesRange(answered)) ask(answered);
    // oxlint-disable-next-line react/exhaustive-deps -- for another range, not for another statement
  }, [from, to]);
  useEffect(() => {
    if (given !== null) setText(given);
  }, [given]);
  // A link to a statement shows its rows, as it did for whoever sent it: nothing here can write.
  useEffect(() => {
    if (given !== null && wanted === null) ask(given);
    return statement.cancel;
    // oxlint-disable-next-line react/exhaustive-deps -- once, for the address that the page was opened with
  }, []);
  useEffect(() => {
    const query = library.find(({ id }) => id === wanted);
    if (query === undefined) return;
    void writtenOut(query).then(
      (sql) => {
        setText(sql);
        return view.set({ query: null, sql: null }, "same");
      },
      (error: unknown) => {
        tell.failed("Not written", error);
        view.set({ query: null }, "same");
      },
    );
  }, [wanted, library, view, tell]);

  const run = (sql: string) => {
    view.set({ sql }, given === sql ? "same" : "step");
    ask(sql);
  };
  return (
    <div className="console">
      <div className="card console-side">
        <div className="row console-tabs" role="group" aria-label="Beside the editor">
          {(["tables", "library"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="chip"
              aria-pressed={side === one}
              onClick={() => view.set({ side: one === "tables" ? null : one }, "same")}
            >
              {one === "tables" ? "Tables" : "Library"}
            </button>
          ))}
        </div>
        {side === "tables" ? (
          <SchemaTree insert={(name) => setText((all) => `${all}${name}`)} />
        ) : (
          <Library />
        )}
      </div>
      <div className="stack console-main">
        <div className="card">
          <RangeBar />
          <Suspense fallback={<Skeleton lines={6} what="the editor" />}>
            <SqlEditor text={text} change={setText} run={run} tables={tables} />
          </Suspense>
          <div className="console-bar">
            {statement.running ? (
              <button type="button" className="button" onClick={statement.cancel}>
                Cancel
              </button>
            ) : (
              <button
                type="button"
                className="button button-primary"
                onClick={() => run(text)}
                disabled={text.trim() === ""}
              >
                Run <kbd className="kbd console-kbd">Ctrl ↵</kbd>
              </button>
            )}
            <p className="muted">
              At most {count(MOST_ROWS)} rows are shown, reading only, stopped at the server's time and memory
              limits. Esc, then Tab, leaves the editor.
            </p>
          </div>
        </div>
        <Answer statement={statement} />
      </div>
    </div>
  );
}

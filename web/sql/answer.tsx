import { lazy, Suspense } from "react";

import { count, plural } from "../format.ts";
import { Empty, Skeleton } from "../ui/loaded.tsx";
import { ResultTable } from "../ui/result-table.tsx";
import { Moment, Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import "./answer.css";
import { chartOf } from "./chart-of.ts";
import { namesRange } from "./range-bar.tsx";
import { ExportButtons } from "./export-buttons.tsx";
import type { Asked, SqlAnswer, Statement } from "./use-statement.ts";

const CategoryChart = lazy(async () => ({
  default: (await import("../ui/category-chart.tsx")).CategoryChart,
}));

/** What came of a statement: rows as table or chart, what they stand on, or what is wrong. */
export function Answer({ statement }: { statement: Statement }) {
  const { running, cancelled, answer, asked, error, took_ms } = statement;
  if (error !== undefined) {
    return (
      <div className="card card-body sql-error" role="alert">
        <strong>{error.code === "busy" ? "It took too long" : "It was not run"}</strong>
        <pre className="breakable">{error.message}</pre>
        {error.hint !== null && <p className="breakable">{error.hint}</p>}
      </div>
    );
  }
  if (answer === undefined) {
    return (
      <div className="card">
        {running ? (
          <Skeleton lines={6} what="the rows" />
        ) : (
          <Empty title={cancelled ? "Cancelled" : "No rows yet"}>
            {cancelled
              ? "The server has been told to stop it. Run it again, or narrow it first."
              : "Run the statement, or choose a question of the library."}
          </Empty>
        )}
      </div>
    );
  }
  return (
    <section className="card" aria-label="Rows" aria-busy={running}>
      <Head answer={answer} asked={asked} took_ms={took_ms} running={running} />
      <div className="card-body stack">
        <Standing answer={answer} asked={asked} />
        <Rows answer={answer} />
      </div>
    </section>
  );
}

function Head({
  answer,
  asked,
  took_ms,
  running,
}: {
  answer: SqlAnswer;
  asked: Asked | undefined;
  took_ms: number | undefined;
  running: boolean;
}) {
  const view = useView();
  const chart = chartOf(answer.columns, answer.rows);
  const { rows, truncated } = answer;
  return (
    <div className="card-head">
      <p role="status">
        {running ? (
          "Running…"
        ) : (
          <>
            <strong className="num">{plural(rows.length, "row")}</strong>
            <span className="muted">
              {truncated && " shown, there are more"} · {count(took_ms ?? 0)} ms
            </span>
          </>
        )}
      </p>
      <div className="row">
        {(["table", "chart"] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={(view.get("as") === "chart") === (one === "chart")}
            disabled={one === "chart" && chart === undefined}
            title={one === "chart" && chart === undefined ? "needs a column of numbers" : undefined}
            onClick={() => view.set({ as: one === "chart" ? "chart" : null }, "same")}
          >
            {one === "table" ? "Table" : "Chart"}
          </button>
        ))}
        {asked !== undefined && <ExportButtons answer={answer} asked={asked} />}
      </div>
    </div>
  );
}

type StandingProps = { answer: SqlAnswer; asked: Asked | undefined };

function Standing({ answer: { complete, notes, tables, coverage, range }, asked }: StandingProps) {
  const ends = coverage.map(({ covered_to }) => covered_to).filter((end) => end !== null);
  const [oldest] = ends.toSorted();
  return (
    <div className="standing">
      {tables.length > 0 && (
        <p className="muted breakable">
          Read {tables.join(", ")}
          {complete && "; all that was fetched of them is whole"}
          {oldest !== undefined && (
            <>
              , up to <Time at={oldest} />
            </>
          )}
          .
        </p>
      )}
      {range !== null && asked !== undefined && namesRange(asked.sql) && (
        <p className="muted">
          <code>$from</code> is <Moment at={range.from} />, <code>$to</code> is <Moment at={range.to} />.
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="standing-note breakable">
          {note}
        </p>
      ))}
    </div>
  );
}

function Rows({ answer: { columns, rows } }: { answer: SqlAnswer }) {
  const view = useView();
  const chart = view.get("as") === "chart" ? chartOf(columns, rows) : undefined;
  if (chart === undefined) return <ResultTable columns={columns} rows={rows} label="Rows of the answer" />;
  return (
    <Suspense fallback={<Skeleton lines={8} what="the chart" />}>
      <CategoryChart {...chart} />
    </Suspense>
  );
}

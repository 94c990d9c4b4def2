import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { StatementLink } from "../forensics/statement-link.tsx";
import { plural } from "../format.ts";
import "../incidents/incident.css";
import { traceQuery } from "../forensics-queries.ts";
import { BesideSteps } from "../traces/beside-steps.tsx";
import { TraceSteps } from "../traces/trace-steps.tsx";
import { TraceTotals } from "../traces/trace-totals.tsx";
import "../traces/trace.css";
import type { Trace } from "../types.ts";
import { BackIcon, WarnIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** One trace: what it came to, its steps as a chain or a tree, and what went through each. */
export function TracePage() {
  const { trace_id = "" } = useParams();
  const view = useView();
  const query = useQuery(traceQuery(trace_id, view.get("connection")));
  usePageTitle(query.data?.agent ?? "Trace");
  return (
    <div className="page">
      <Link to="/forensics" className="incident-back">
        <BackIcon /> Forensics
      </Link>
      {query.data === undefined && <h1 className="visually-hidden">Trace {trace_id}</h1>}
      <Loaded query={query} what="the trace" lines={12}>
        {(trace) => <Whole trace={trace} />}
      </Loaded>
    </div>
  );
}

function Whole({ trace }: { trace: Trace }) {
  const {
    trace_id,
    connection,
    agent,
    also_in,
    started_at,
    releases,
    unended,
    left_out,
    asked,
    steps,
    headless,
  } = trace;
  return (
    <>
      <header className="stack">
        <h1 className="breakable">{agent ?? "Trace without a name"}</h1>
        <p className="muted breakable">
          <span className="mono">{trace_id}</span> · {connection} · <Moment at={started_at} />
          {releases.length > 0 && ` · release ${releases.join(", ")}`}
          {trace.environment !== null && ` · ${trace.environment}`}
          {trace.user_id !== null && ` · user ${trace.user_id}`}
        </p>
        {also_in.map((other) => (
          <p key={other}>
            Connection <Link to={`?${new URLSearchParams({ connection: other })}`}>{other}</Link> has a trace
            of this id as well.
          </p>
        ))}
      </header>
      {unended > 0 && (
        <p className="stale" role="status">
          <WarnIcon />
          <span>
            {plural(unended, "step")} had no end when this was last synced: the trace may still be running,
            and its figures may grow.
          </span>
        </p>
      )}
      {unended === 0 && headless && (
        <p className="stale" role="status">
          <WarnIcon />
          <span>
            The root of this trace is not here. It is sent when the trace ends, so this one may still be
            running, and its figures may grow.
          </span>
        </p>
      )}
      {left_out && (
        <p className="stale" role="status">
          <WarnIcon />
          <span>
            The trace has more steps than one answer holds: these are the first {plural(steps.length, "row")}.
          </span>
        </p>
      )}
      <TraceTotals trace={trace} />
      <TraceSteps trace={trace} />
      <BesideSteps steps={steps.filter(({ kind }) => kind !== "observation")} />
      <div className="row">
        {asked
          .filter(({ query }) => query === "trace_tree")
          .map((one) => (
            <StatementLink key={one.query} asked={one}>
              Open its query
            </StatementLink>
          ))}
      </div>
    </>
  );
}

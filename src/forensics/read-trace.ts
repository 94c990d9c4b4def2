import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { openInquiry, type InquiryContext } from "./inquiry.ts";
import { incidentsOf } from "./incidents-of.ts";
import { repeatedSteps } from "./repeated-steps.ts";
import { chainOf, loopsIn, treeOf } from "./shape-trace.ts";
import { TraceRow, type Trace } from "./trace.ts";

/** Steps that one answer holds; more than a person reads, and what a browser takes without pausing. */
const MOST_STEPS = 10_000;

/**
 * One trace: its steps with cost, time and errors, as a chain and as a tree, repetitions folded. Throws `not_found`
 * when no connection has it.
 */
export async function readTrace(
  context: InquiryContext & { state: State },
  trace_id: string,
  connection: string | undefined,
  now: Date,
): Promise<Trace> {
  const inquiry = openInquiry({ ...context, options: { ...context.options, max_rows: MOST_STEPS } }, now);
  const all = await inquiry.ask(TraceRow, "trace_tree", { trace_id });
  const connections = [...new Set(all.map((row) => row.connection))];
  const chosen = connection ?? connections[0];
  const rows = all.filter((row) => row.connection === chosen);
  if (chosen === undefined || rows.length === 0) throw missing(trace_id, connection, connections);
  const observations = rows.filter(({ kind }) => kind === "observation");
  const repeats = await repeatedSteps(inquiry, observations, { trace_id, connection: chosen });
  const total = (amountOf: (row: TraceRow) => number | null) =>
    rows.reduce((sum, row) => sum + (amountOf(row) ?? 0), 0);
  const started = Math.min(...rows.map(({ started_at }) => Date.parse(started_at)));
  const ended = Math.max(
    ...observations.map(({ started_at, ended_at }) => Date.parse(ended_at ?? started_at)),
    started,
  );
  const [first] = observations;
  const chain = chainOf(observations, repeats);
  return {
    trace_id,
    connection: chosen,
    also_in: connections.filter((one) => one !== chosen),
    agent: first?.agent ?? null,
    releases: [...new Set(rows.flatMap(({ release }) => release ?? []))].toSorted(),
    environment: first?.environment ?? null,
    session_id: first?.session_id ?? null,
    user_id: first?.user_id ?? null,
    started_at: new Date(started).toISOString(),
    ended_at: new Date(ended).toISOString(),
    unended: observations.filter(({ ended_at, type }) => ended_at === null && type !== "EVENT").length,
    headless: isHeadless(observations),
    totals: {
      cost_usd: total(({ cost_usd }) => cost_usd),
      input_tokens: total(({ input_tokens }) => input_tokens),
      output_tokens: total(({ output_tokens }) => output_tokens),
      duration_ms: ended - started,
      observations: observations.length,
      errors: observations.filter(({ level }) => level === "ERROR").length,
      sentry_events: rows.filter(({ kind }) => kind === "sentry_event").length,
    },
    loops: loopsIn(chain, observations),
    steps: rows.map(
      ({ connection: _c, agent: _a, environment: _e, session_id: _s, user_id: _u, ...step }) => ({
        ...step,
        repeats: repeats.get(step.id)?.repeats ?? 0,
      }),
    ),
    chain,
    under: treeOf(observations, repeats),
    left_out: inquiry.truncated(),
    incidents: await incidentsOf(context.state, trace_id, chosen),
    asked: inquiry.asked(),
  };
}

function isHeadless(observations: TraceRow[]): boolean {
  const ids = new Set(observations.map(({ id }) => id));
  return observations.some(({ parent_id }) => parent_id !== null && !ids.has(parent_id));
}

function missing(trace_id: string, connection: string | undefined, connections: string[]): SentinelError {
  const [where] = connections;
  return new SentinelError(
    "not_found",
    `there is no trace ${trace_id}${connection === undefined ? "" : ` in ${connection}`}`,
    {
      hint:
        where === undefined
          ? "it was not synced yet, retention deleted it, or its id is another one"
          : `connection ${where} has one of this id`,
    },
  );
}

/**
 * Spans that Langfuse has as well, because its SDK sends to both: the two have the same ids. Such a span keeps its row, is marked
 * and counts as Langfuse's, which may know more of it, such as its own prices. It is marked in the transaction in which the
 * second of the two comes, whichever that is, so that nobody ever reads both as counted.
 */
import { prepareRollups, type Derived } from "../rollups/derived.ts";
import type { FactTable } from "../schema.ts";
import { timestampValue } from "../values/bound.ts";
import type { Writer } from "../writer.ts";
import { probeOf } from "./probe.ts";
import type { Span } from "./span.ts";
import { stageOf } from "./stage.ts";

const SPANS = "otel_spans";
const OBSERVATIONS = "langfuse_observations";
const SAME = "s.connection = l.connection and s.span_id = l.observation_id and s.trace_id = l.trace_id";

/** Langfuse keeps times to the millisecond. Only row groups of this time are read. */
const SLACK_US = 60_000_000n;
const around = ({ low, high }: Span) => ({
  low: timestampValue(low - SLACK_US),
  high: timestampValue(high + SLACK_US),
});

/** Whether spans in the probe have a twin that is stored. */
export async function haveStoredTwins(
  writer: Writer,
  table: FactTable,
  tables: FactTable[],
  span: Span | undefined,
): Promise<boolean> {
  if (table.name !== SPANS || span === undefined || !has(tables, OBSERVATIONS)) return false;
  const [found] = await writer.rows<{ twins: boolean }>(
    `select exists (
        select 1 from ${probeOf(table)} s
        join ${OBSERVATIONS} l on ${SAME} and l.started_at between $low and $high
    ) as twins`,
    around(span),
  );
  return found?.twins === true;
}

/** Marks the spans in the stage that have a twin that is stored. */
export const markStaged = (writer: Writer, table: FactTable, span: Span): Promise<void> =>
  markIn(writer, stageOf(table), span);

/** Marks spans that were put straight into the table, after row id `last`, and have a twin that is stored. */
export async function markInserted(
  { writer, tables }: { writer: Writer; tables: FactTable[] },
  table: FactTable,
  last: bigint,
  span: Span,
): Promise<void> {
  if (table.name !== SPANS || !has(tables, OBSERVATIONS)) return;
  await markIn(writer, SPANS, span, `s.rowid > ${last} and`);
}

async function markIn(writer: Writer, spans: string, span: Span, which = ""): Promise<void> {
  await writer.run(
    `update ${spans} s set in_langfuse = true
    from ${OBSERVATIONS} l where ${which} ${SAME} and l.started_at between $low and $high`,
    around(span),
  );
}

/**
 * Marks stored spans whose twin is among `rows`, a selection of rows of `table` that came, and takes them out of the rollups.
 * Runs inside the caller's transaction.
 */
export async function markStored(
  { writer, tables, derived }: { writer: Writer; tables: FactTable[]; derived: Derived },
  table: FactTable,
  rows: string,
  span: Span | undefined,
): Promise<void> {
  if (table.name !== OBSERVATIONS || span === undefined || !has(tables, SPANS)) return;
  await writer.run(
    `create or replace temp table twins as
    select s.rowid as place from ${SPANS} s
    semi join ${rows} l on ${SAME}
    where not s.in_langfuse and s.started_at between $low and $high`,
    around(span),
  );
  const [found] = await writer.rows<{ low: bigint | null; high: bigint | null }>(
    "select min(place) as low, max(place) as high from twins",
  );
  if (found?.low == null || found.high == null) return;
  const where = `rowid between ${found.low} and ${found.high} and rowid in (select place from twins)`;
  const settle = await prepareRollups(
    writer,
    derived,
    SPANS,
    undefined,
    `(select * from ${SPANS} where ${where})`,
  );
  await writer.run(`update ${SPANS} set in_langfuse = true where ${where}`);
  await settle();
}

const has = (tables: FactTable[], name: string) => tables.some((table) => table.name === name);

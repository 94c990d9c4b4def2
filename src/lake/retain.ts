/** Lets go of what is too old. */
import { coverageRow, COVERAGE, writeLedger, type StoredCoverage } from "./coverage/ledger.ts";
import { holes } from "./coverage/spans.ts";
import { prepareRollups, type Derived } from "./rollups/derived.ts";
import type { FactTable } from "./schema.ts";
import { quoted } from "./sql-text.ts";
import { timestamp } from "./values/bound.ts";
import type { Writer } from "./writer.ts";

const DAY_MS = 86_400_000;

/** The ends of the UTC days of a table that are older than so many days, oldest first, the last one even when it is empty. */
export async function daysToLetGo(
  writer: Writer,
  table: FactTable,
  days: number,
  now: Date,
): Promise<Date[]> {
  const cutoff = Math.floor((now.getTime() - days * DAY_MS) / DAY_MS) * DAY_MS;
  const time = quoted(table.time);
  const found = await writer.rows<{ day: number }>(
    `select distinct epoch_ms(date_trunc('day', ${time}))::double as day from ${quoted(table.name)}
    where ${time} < $cutoff::timestamp order by day`,
    { cutoff: timestamp(new Date(cutoff)) },
  );
  return [...new Set([...found.map(({ day }) => day + DAY_MS), cutoff])].map((end) => new Date(end));
}

/**
 * Deletes the rows of a table from before `cutoff`, with what the rollups hold of them and what the ledger says of their
 * time, in one transaction. Called for a day after the other, so that pages that arrive wait for one day at most.
 * Whole days go, so that no day of a rollup is left in part. Answers the number of rows deleted.
 */
export async function letGoBefore(
  writer: Writer,
  table: FactTable,
  derived: Derived,
  cutoff: Date,
): Promise<number> {
  const name = quoted(table.name);
  return writer.transaction(async () => {
    await writer.run(
      `create or replace temp table retain_go as
      select rowid as stored from ${name} where ${quoted(table.time)} < $cutoff::timestamp`,
      { cutoff: timestamp(cutoff) },
    );
    const [counted] = await writer.rows<{ rows: bigint }>("select count(*) as rows from retain_go");
    const rows = Number(counted?.rows ?? 0n);
    if (rows > 0) {
      const gone = "rowid in (select stored from retain_go)";
      const go = `(select * from ${name} where ${gone})`;
      const settle = await prepareRollups(writer, derived, table.name, undefined, go);
      await writer.run(`delete from ${name} where ${gone}`);
      await settle();
    }
    await forgetCoverage(writer, table.name, cutoff);
    return rows;
  });
}

/** What was let go is no longer covered: a question about it is answered as incomplete. */
async function forgetCoverage(writer: Writer, table: string, cutoff: Date): Promise<void> {
  const stored = await writer.rows<StoredCoverage>(
    `${COVERAGE} where "table" = $table and from_at < $cutoff::timestamp`,
    {
      table,
      cutoff: timestamp(cutoff),
    },
  );
  const before = stored.map(coverageRow);
  const gone = { from: new Date(-8.64e15), to: cutoff };
  const after = before.flatMap((row) =>
    holes({ from: row.from_at, to: row.to_at }, [gone]).map(({ from, to }) => ({
      ...row,
      from_at: from,
      to_at: to,
    })),
  );
  await writeLedger(writer, before, after);
}

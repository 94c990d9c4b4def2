/** A lake of every source, and what it holds of a connection. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import { sources } from "../../../sources/index.ts";
import type { AnyTable } from "../../../src/contracts/table.ts";
import { openLake, type Lake } from "../../../src/lake/open.ts";
import { derivedFrom } from "../../../src/lake/rollups/derived.ts";
import { factTable } from "../../../src/lake/schema.ts";

export const silent = pino({ level: "silent" });

/** Every table of every source. */
export const TABLES = sources.flatMap((source) => source.tables);

/** A folder that is gone when it goes out of scope. */
export function temporaryFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "sentinel-reliability-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export async function lakeAt(path: string, now: () => Date): Promise<Lake & AsyncDisposable> {
  const lake = await openLake({ path, tables: TABLES, now, log: silent });
  return { ...lake, [Symbol.asyncDispose]: () => lake.close() };
}

/**
 * How many rows of a connection each table has, and the sum of their hashes: equal when the rows are, in whatever
 * order. The moment of their coming and the connection's name are left out.
 */
export async function digests(
  lake: Lake,
  connection: string,
  tables: AnyTable[],
): Promise<Record<string, string>> {
  const pairs = tables.map(async ({ name, row }) => {
    const { rows } = await lake.ask(
      `select count(*) as rows, sum(hash(${Object.keys(row.shape).join(", ")})::hugeint) as digest
      from ${name} where connection = $connection::varchar`,
      { connection },
    );
    return [name, `${String(rows[0]?.["rows"])} rows, ${String(rows[0]?.["digest"])}`] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

const { rollups, views } = derivedFrom(TABLES.map(factTable));

/** Every row of every table, rollup and view, in a fixed order, less the moment of its coming. */
export async function everyRow(lake: Lake): Promise<Record<string, unknown[]>> {
  const tables = TABLES.map(({ name, row }) => ({
    name,
    columns: ["connection", ...Object.keys(row.shape)],
  }));
  const derived = [...rollups, ...views].map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => column.name).filter((column) => column !== "synced_at"),
  }));
  const pairs = [...tables, ...derived].map(async ({ name, columns }) => {
    const { rows } = await lake.ask(`select ${columns.join(", ")} from ${name} order by all`);
    return [name, rows] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

/** Rows by which each rollup differs from one that is computed anew. */
export async function rollupDifferences(lake: Lake): Promise<Record<string, unknown>> {
  const pairs = rollups.map(async ({ name, columns, compute, made_from }) => {
    const list = columns.map((column) => column.name).join(", ");
    const kept = `select ${list} from ${name}`;
    const anew = `select ${list} from (${compute(made_from)})`;
    const { rows } = await lake.ask(
      `select (select count(*) from (${kept} except all ${anew})) + (select count(*) from (${anew} except all ${kept})) as rows`,
    );
    return [name, rows[0]?.["rows"]] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

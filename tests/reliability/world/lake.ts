/** A lake of every source, and what it holds of a connection. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import { sources } from "../../../sources/index.ts";
import type { AnyTable } from "../../../src/contracts/table.ts";
import { openLake, type Lake } from "../../../src/lake/open.ts";

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

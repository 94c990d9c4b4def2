import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import type { AnyTable } from "../../../src/contracts/table.ts";
import { openLake, type Lake } from "../../../src/lake/open.ts";
import { SyncLimits } from "../../../src/sync/limits.ts";
import { sync, type SyncConnection, type SyncOptions } from "../../../src/sync/run.ts";
import { modelSource, modelTables } from "./source.ts";
import type { ModelVendor } from "./vendor.ts";

export const silent = pino({ level: "silent" });

/** Quick retries and small waits: the vendor is on this machine. */
export const quick = SyncLimits.parse({
  history_days: 2,
  retries: 3,
  retry_base_ms: 1,
  attempt_ms: 5_000,
  idle_ms: 2_000,
  request_ms: 10_000,
  longest_wait_ms: 2_000,
  page_ms: 30_000,
});

export type ModelLake = {
  lake: Lake;
  path: string;
  tables: AnyTable[];
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** A lake of its own in a folder of its own. */
export async function modelLake(now: () => Date, tables = modelTables(), path?: string): Promise<ModelLake> {
  const folder = path === undefined ? mkdtempSync(join(tmpdir(), "sentinel-sync-")) : undefined;
  const file = path ?? join(folder ?? "", "lake.duckdb");
  const lake = await openLake({ path: file, tables, now, log: silent });
  return {
    lake,
    path: file,
    tables,
    [Symbol.asyncDispose]: async () => {
      await lake.close();
      if (folder !== undefined) rmSync(folder, { recursive: true });
    },
  };
}

function modelConnection(
  vendor: Pick<ModelVendor, "url">,
  name = "default",
  tables?: AnyTable[],
): SyncConnection {
  return { name, source: modelSource(tables), config: { url: vendor.url, token: "model-secret" } };
}

export function pull(
  { lake, tables }: ModelLake,
  vendors: Record<string, Pick<ModelVendor, "url">> | Pick<ModelVendor, "url">,
  now: () => Date,
  more: Partial<SyncOptions> = {},
) {
  const named =
    typeof vendors.url === "string"
      ? { default: { url: vendors.url } }
      : (vendors as Record<string, { url: string }>);
  const connections = Object.entries(named).map(([name, vendor]) => modelConnection(vendor, name, tables));
  return sync({ lake, connections, limits: quick, now, log: silent, ...more });
}

/** Every row of a connection, without its name and without the moment of its coming; the order is fixed. */
export async function contents({ lake }: ModelLake, connection = "default") {
  const rows = async (columns: string, table: string) => {
    const statement = `select ${columns} from ${table} where connection = $connection::varchar order by all`;
    return (await lake.ask(statement, { connection }, { max_rows: 1_000_000 })).rows;
  };
  const plain = "row_id, happened_at, amount, note";
  return {
    model_rows: await rows(plain, "model_rows"),
    model_row_tags: await rows("row_id, tag, happened_at", "model_row_tags"),
    model_changes: await rows(plain, "model_changes"),
    model_list: await rows(plain, "model_list"),
  };
}

/** The windows of a table that the ledger does not cover, as text. */
export async function gaps({ lake }: ModelLake, table: string, from: Date, to: Date): Promise<string[]> {
  const holes = await lake.uncovered(table, { from, to });
  return holes.map(
    ({ connection, window }) => `${connection} ${window.from.toISOString()} ${window.to.toISOString()}`,
  );
}

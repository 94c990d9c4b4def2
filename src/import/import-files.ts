/** Puts files into the lake through the same maps and the same transaction as a sync. */
import { resolve } from "node:path";

import type { Row } from "../contracts/ingest.ts";
import type { AnyTable } from "../contracts/table.ts";
import { messageOf, SentinelError } from "../errors.ts";
import { readParquet } from "../lake/read-parquet.ts";
import type { Sentinel } from "../main.ts";
import { didYouMean } from "../nearest.ts";
import { readItems, type BadLine, type Item } from "./read-items.ts";
import { readRow } from "./read-row.ts";

export type ImportOptions = {
  table: string;
  files: string[];
  /** `upstream` is the vendor's own JSON, `row` the lake's columns. */
  as: "upstream" | "row";
  /** Keep the good lines of a file that has bad ones. */
  skip_bad: boolean;
  connection: string;
  /** Where items sit when neither their JSON nor `_in` says it: a repository, a channel. */
  parent: string | undefined;
};

export type ImportReport = {
  table: string;
  files: number;
  items: number;
  rows: Record<string, number>;
  bad: BadLine[];
};

const BATCH = 5_000;

/**
 * Throws `invalid` and stores nothing when a line is bad, unless `skip_bad`. The ledger shows the span from the
 * first row to the last as fetched by `import`.
 */
export async function importFiles(sentinel: Sentinel, options: ImportOptions): Promise<ImportReport> {
  const { tables } = sentinel;
  const table = tables.find(({ name }) => name === options.table);
  if (table === undefined) {
    throw new SentinelError("usage", `${options.table} is no table that files can fill`, {
      hint: didYouMean(
        options.table,
        tables.map(({ name }) => name),
        "sentinel tables lists them",
      ),
    });
  }
  if (options.as === "row") {
    const loaded = await loadRows(sentinel, options);
    if (loaded !== undefined) return loaded;
  }
  const fed = options.as === "row" ? [table] : [table, ...tables.filter(({ from }) => from === table.name)];
  const bad: BadLine[] = [];
  for await (const _ of mappedItems(options, table, fed, (line) => bad.push(line)));
  if (bad.length > 0 && !options.skip_bad) throw badFile(bad);

  const lake = await sentinel.lake();
  const report: ImportReport = { table: table.name, files: options.files.length, items: 0, rows: {}, bad };
  let batch: Record<string, Row[]> = {};
  let span: { from: string; to: string } | undefined;
  const store = async (state: "running" | "complete") => {
    if (span === undefined) return;
    await lake.ingest({
      connection: options.connection,
      table: table.name,
      rows: batch,
      slice: { from: new Date(span.from), to: new Date(new Date(span.to).getTime() + 1) },
      state,
      api: "import",
      rejected: state === "complete" ? bad.length : 0,
      error: bad.length > 0 ? `${bad.length} lines could not be read` : null,
      fetched_at: sentinel.now(),
    });
    batch = {};
  };
  for await (const rows of mappedItems(options, table, fed, () => undefined)) {
    report.items += 1;
    for (const [name, mapped] of Object.entries(rows)) {
      (batch[name] ??= []).push(...mapped);
      report.rows[name] = (report.rows[name] ?? 0) + mapped.length;
    }
    for (const row of rows[table.name] ?? []) {
      const moment = new Date(String(row[table.time])).toISOString();
      span = {
        from: !span || moment < span.from ? moment : span.from,
        to: !span || moment > span.to ? moment : span.to,
      };
    }
    if (report.items % BATCH === 0) await store("running");
  }
  await store("complete");
  await sentinel.catalogue();
  return report;
}

/** DuckDB reads rows itself; undefined when it should not: files of two kinds, or a row that has to be looked at. */
async function loadRows(sentinel: Sentinel, options: ImportOptions): Promise<ImportReport | undefined> {
  const { table, connection } = options;
  const files = options.files.map((file) => resolve(file));
  if (new Set(files.map((file) => file.endsWith(".parquet"))).size > 1) return undefined;
  const lake = await sentinel.lake();
  const loaded = await lake.load({ table, files, connection, fetched_at: sentinel.now() });
  if (loaded === undefined) return undefined;
  await sentinel.catalogue();
  return { table, files: files.length, items: loaded.rows, rows: { [table]: loaded.rows }, bad: [] };
}

/** Every item of every file as rows per table; items that do not fit go to `bad`. */
async function* mappedItems(
  options: ImportOptions,
  table: AnyTable,
  fed: AnyTable[],
  bad: (line: BadLine) => void,
): AsyncGenerator<Record<string, Row[]>> {
  for (const file of options.files) {
    for await (const { value, line } of itemsOf(file, bad)) {
      try {
        const parent = parentOf(value) ?? options.parent;
        if (options.as === "row") yield { [table.name]: [readRow(table, value)] };
        else yield Object.fromEntries(fed.map((one) => [one.name, one.map(value, { parent })]));
      } catch (error) {
        bad({ file, line, reason: messageOf(error) });
      }
    }
  }
}

function itemsOf(file: string, bad: (line: BadLine) => void): AsyncGenerator<Item> {
  return file.endsWith(".parquet") ? readParquet(file) : readItems(file, bad);
}

function parentOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("_in" in value)) return undefined;
  return typeof value._in === "string" ? value._in : undefined;
}

function badFile(bad: BadLine[]): SentinelError {
  const shown = bad.slice(0, 10).map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  const more = bad.length > shown.length ? `\n… and ${bad.length - shown.length} more` : "";
  return new SentinelError(
    "invalid",
    `${bad.length} lines cannot be imported, nothing was stored:\n${shown.join("\n")}${more}`,
    {
      hint: "--skip-bad keeps the good lines",
    },
  );
}

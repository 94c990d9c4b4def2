/**
 * The lake: DuckDB in one file, which sync can always fill again. Only this folder opens it. One connection writes, in
 * turns; every question gets a connection of its own.
 */
import { resolve } from "node:path";

import type { Logger } from "pino";

import type { AnyTable } from "../contracts/table.ts";
import { SentinelError } from "../errors.ts";
import type { AskOptions } from "./ask/ask.ts";
import type { ParquetFile } from "./ask/write-parquet.ts";
import type { Lake } from "./lake.ts";
import { openFile } from "./open-file.ts";
import type { ServiceRow } from "./replace-rows.ts";
import { lakeVerbs } from "./verbs.ts";

export type { AskOptions, Lake, ParquetFile, ServiceRow };

export type LakeOptions = {
  path: string;
  tables: AnyTable[];
  log?: Logger;
  now: () => Date;
  /** What DuckDB may use, as it writes it. */
  memory?: string;
  threads?: number;
};

const MEMORY = "2GB";
const THREADS = 2;
const openPaths = new Set<string>();

/**
 * Opens or makes the lake and brings its tables in line with their contracts. Throws `busy` when it is open already,
 * here or in another process, `conflict` when the file cannot be kept as it is. A damaged file is moved aside.
 */
export async function openLake(options: LakeOptions): Promise<Lake> {
  const { memory = MEMORY, threads = THREADS, now } = options;
  const path = resolve(options.path);
  if (openPaths.has(path)) {
    throw new SentinelError("busy", `${path} is open in this process already`, {
      hint: "pass the open lake on",
    });
  }
  const warn = (message: string) => options.log?.warn(message);
  openPaths.add(path);
  try {
    const file = await openFile({ path, memory, threads, now, warn }, options.tables);
    const lake = lakeVerbs(file, warn);
    return {
      ...lake,
      async close() {
        await lake.close();
        openPaths.delete(path);
      },
    };
  } catch (error) {
    openPaths.delete(path);
    throw error;
  }
}

import { DuckDBInstance } from "@duckdb/node-api";

import { messageOf, SentinelError } from "../errors.ts";
import { moveAside, reasonToMoveAside } from "./quarantine.ts";

export type InstanceOptions = {
  path: string;
  /** As DuckDB writes it: `2GB`. */
  memory: string;
  threads: number;
  now: () => Date;
  warn: (message: string) => void;
};

export type OpenedFile = { instance: DuckDBInstance; quarantined: string | undefined };

/**
 * Opens the lake's file, or makes it. A file that is damaged or not DuckDB's is moved aside first: the lake is a
 * cache that the next sync fills again. Throws `busy` when another process holds it, `conflict` when a newer DuckDB
 * wrote it, `internal` when it cannot be read or written for other reasons.
 */
export async function openInstance(options: InstanceOptions): Promise<OpenedFile> {
  const known = reasonToMoveAside(options.path);
  if (known !== undefined) return fresh(options, known);
  try {
    return { instance: await connectable(options), quarantined: undefined };
  } catch (error) {
    const text = messageOf(error);
    const holder = /Conflicting lock is held(?: in (.+?))? \(PID (\d+)\)/.exec(text);
    if (holder !== null || /Could not set lock/.test(text)) {
      const who =
        holder === null ? "another process" : `process ${holder[2]}${holder[1] ? ` (${holder[1]})` : ""}`;
      throw new SentinelError("busy", `${options.path} is held by ${who}`, {
        cause: error,
        hint: "wait until it is done, or end it",
      });
    }
    if (/version number|newer version of DuckDB|storage version/i.test(text)) {
      throw new SentinelError(
        "conflict",
        `${options.path} was written by a newer DuckDB: ${firstLine(text)}`,
        {
          cause: error,
          hint: "use the newer Sentinel that wrote it, or move the file away; sync fills a new one",
        },
      );
    }
    if (!isDamage(text)) {
      throw new SentinelError("internal", `${options.path} cannot be opened: ${firstLine(text)}`, {
        cause: error,
        hint: "check that the folder exists and may be written",
      });
    }
    return fresh(options, firstLine(text));
  }
}

/** What DuckDB says of blocks, headers and logs that are not what it wrote. */
export function isDamage(message: string): boolean {
  return /corrupt|checksum|not a valid DuckDB|could not read enough bytes|failed to deserialize|serialization error|replaying WAL/i.test(
    message,
  );
}

async function fresh(options: InstanceOptions, reason: string): Promise<OpenedFile> {
  const quarantined = moveAside(options.path, options.now());
  options.warn(
    `the lake could not be read (${reason}); it was moved to ${quarantined}, sync fills the new one`,
  );
  return { instance: await connectable(options), quarantined };
}

// One instance per file and process: two instances on one file lose committed rows without a word.
async function connectable({ path, memory, threads }: InstanceOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.fromCache(path, {
    memory_limit: memory,
    threads: String(threads),
    // No statement may reach a file, the network or an extension; the lake's own file stays open to it.
    enable_external_access: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    // A checkpoint rewrites the last row group of each table: at the default of 16 MB that happens every few batches.
    checkpoint_threshold: "128MB",
    max_temp_directory_size: "4GB",
    // Memory that a statement needed goes back to the machine when it has ended.
    allocator_background_threads: "true",
    allocator_flush_threshold: "16MB",
  });
}

const firstLine = (text: string) => text.split("\n")[0] ?? text;

import BetterSqlite from "better-sqlite3";
import type { Database } from "better-sqlite3";

import { messageOf, SentinelError } from "../errors.ts";

/** "SENT" in ASCII: tells a state file from any other SQLite file. */
const APPLICATION_ID = 0x53_45_4e_54;

/** How long a writer waits for another process's transaction. */
const BUSY_MS = 10_000;

/**
 * Opens or creates the file, checked. The state is the only record of incidents and decisions, so a damaged file
 * is never replaced: `internal` says so and leaves it as it is. A SQLite file of another program is `conflict`.
 */
export function openStateFile(path: string): Database {
  let database: Database | undefined;
  try {
    database = new BetterSqlite(path, { timeout: BUSY_MS });
    const damage = checkDamage(database);
    if (damage !== undefined) throw damaged(path, damage);
    claim(database, path);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof SentinelError ? error : explain(path, error);
  }
}

function checkDamage(database: Database): string | undefined {
  const verdict = database.pragma("quick_check(1)", { simple: true });
  return verdict === "ok" ? undefined : String(verdict);
}

function claim(database: Database, path: string): void {
  const id = Number(database.pragma("application_id", { simple: true }));
  if (id === APPLICATION_ID) return;
  const tables = database.prepare<[], { n: number }>("select count(*) as n from sqlite_master").get()?.n ?? 0;
  if (tables > 0) {
    throw new SentinelError("conflict", `${path} is a SQLite file of another program`, {
      hint: "give Sentinel a home of its own (SENTINEL_HOME)",
    });
  }
  database.pragma(`application_id = ${APPLICATION_ID}`);
}

function explain(path: string, error: unknown): SentinelError {
  const code = error instanceof BetterSqlite.SqliteError ? error.code : "";
  if (code.startsWith("SQLITE_NOTADB") || code.startsWith("SQLITE_CORRUPT"))
    return damaged(path, messageOf(error), error);
  if (code.startsWith("SQLITE_BUSY")) {
    return new SentinelError("busy", `${path} is being written by another process`, {
      cause: error,
      hint: "try again",
    });
  }
  return new SentinelError("internal", `${path} cannot be opened: ${messageOf(error)}`, {
    cause: error,
    hint: "check that the folder exists and may be written",
  });
}

function damaged(path: string, damage: string, cause?: unknown): SentinelError {
  return new SentinelError("internal", `${path} is damaged: ${damage}. It was left as it is.`, {
    cause,
    hint: "put a backup in its place, or move it away to start with no incidents",
  });
}

import { existsSync } from "node:fs";

import BetterSqlite from "better-sqlite3";

import { SentinelError } from "../errors.ts";

/** A command that is just ending gets this long. */
const PATIENCE_MS = 1_000;

/**
 * Holds the file at `path` so that nobody else has it open, and folds its side files into it; ends with the function
 * returned. Throws `busy` while another process has it open. A file that is no database any more is held by nobody.
 */
export function holdState(path: string): () => void {
  if (!existsSync(path)) return () => undefined;
  const database = new BetterSqlite(path, { timeout: PATIENCE_MS });
  try {
    // Leaving the write-ahead log takes the whole file for itself: it fails while any other connection is open.
    database.pragma("journal_mode = DELETE");
    database.exec("begin exclusive");
    return () => {
      database.close();
    };
  } catch (error) {
    database.close();
    const code = error instanceof BetterSqlite.SqliteError ? error.code : "";
    if (code.startsWith("SQLITE_NOTADB") || code.startsWith("SQLITE_CORRUPT")) return () => undefined;
    throw new SentinelError("busy", `another process has ${path} open`, {
      cause: error,
      hint: "stop it (`sentinel up`, a running command), then try again",
    });
  }
}

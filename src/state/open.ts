/** The state: SQLite through Kysely, the truth about incidents and decisions. Only this folder opens SQLite. */
import { Kysely, sql, SqliteDialect } from "kysely";

import { isDiskFull } from "../disk-full.ts";
import { SentinelError } from "../errors.ts";
import { migrate } from "./migrate.ts";
import { openStateFile } from "./open-file.ts";
import type { StateTables } from "./schema.ts";

export type StateDb = Kysely<StateTables>;

export type State = {
  db: StateDb;
  /**
   * One transaction that holds the write lock from its start: what the work reads cannot change under it. All
   * its statements must go through the `db` it is given; `state.db` would wait for the transaction to end. Throws
   * `busy` when the disk is full: then nothing was written, and reads go on.
   */
  write<T>(work: (db: StateDb) => Promise<T>): Promise<T>;
  close(): void;
};

/**
 * Opens the state at `path` (a file, or `:memory:`), creating and migrating it as needed. Throws `internal` for a
 * damaged file, `conflict` for one of a newer or another program, `busy` when it stays locked.
 */
export function openState(path: string): State {
  const file = openStateFile(path);
  const db = new Kysely<StateTables>({ dialect: new SqliteDialect({ database: file }) });
  try {
    migrate(file, db.schema, path);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    db,
    write: (work) => db.connection().execute((pinned) => inTransaction(pinned, work)),
    close: () => {
      file.close();
    },
  };
}

// Kysely's own transactions start deferred; SQLite refuses at once, without waiting, to turn a read that
// another process has overtaken into a write.
async function inTransaction<T>(db: StateDb, work: (db: StateDb) => Promise<T>): Promise<T> {
  await sql`begin immediate`.execute(db);
  try {
    const result = await work(db);
    await sql`commit`.execute(db);
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some failures (a full disk); the first error is the one to tell.
    await sql`rollback`.execute(db).catch(() => undefined);
    throw isDiskFull(error) ? noRoom(error) : error;
  }
}

/** Nothing of the transaction stands; the same state takes it again once there is room. */
const noRoom = (cause: unknown): SentinelError =>
  new SentinelError("busy", "the disk is full: nothing was written", {
    cause,
    hint: "make room and try again; reads go on meanwhile",
  });

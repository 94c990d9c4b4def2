import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";

import type { HashTable } from "./ingest/hash-table.ts";

export type Values = Record<string, DuckDBValue>;

/**
 * The one connection that writes. Its callers take turns (see the lane in open.ts), so that a transaction holds
 * nothing but what its own caller does.
 */
export class Writer {
  readonly connection: DuckDBConnection;
  /** Keys of tables, read once and kept in line since, by the names of the tables. */
  readonly known = new Map<string, HashTable>();
  /** Groups written into tables whose keys are not read yet, by their names. */
  readonly groups = new Map<string, number>();
  /** Tables whose columns in the file are those of their contract, in its order, or not. */
  readonly in_order = new Map<string, boolean>();

  /** How often something was committed: what was read before is what is stored as long as this stays. */
  commits = 0;

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** Answers how many rows a statement that writes has written. */
  async run(sql: string, values?: Values, types?: Record<string, DuckDBType | undefined>): Promise<number> {
    return (await this.connection.run(sql, values, types)).rowsChanged;
  }

  /** The rows as plain JavaScript values: times as `Date`, integers as `bigint`. */
  async rows<Row>(sql: string, values?: Values): Promise<Row[]> {
    const reader = await this.connection.runAndReadAll(sql, values);
    return reader.getRowObjectsJS() as Row[];
  }

  /** Commits what `work` did, or nothing of it. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.connection.run("begin transaction");
    try {
      const result = await work();
      await this.connection.run("commit");
      this.commits += 1;
      return result;
    } catch (error) {
      // A failed commit has already rolled back; what matters is the first error.
      await this.connection.run("rollback").catch(() => undefined);
      throw error;
    }
  }
}

import type { Batch, CoverageRow, IngestResult, Row } from "../contracts/ingest.ts";
import type { Answer, Params } from "../contracts/query.ts";
import type { Window } from "../contracts/table.ts";
import type { AskOptions } from "./ask/ask.ts";
import type { ParquetFile } from "./ask/write-parquet.ts";
import type { TableDescription } from "./describe.ts";
import type { FilesToLoad, Loaded } from "./load/load-files.ts";
import type { ServiceRow } from "./replace-rows.ts";

/** What the lake does for the rest of Sentinel. Every call may throw `internal` when the file cannot be read or written. */
export type Lake = {
  /** One transaction: rows, rollups, coverage, watermark. Calls are taken in their order. */
  ingest(batch: Batch): Promise<IngestResult>;
  /**
   * Merges files of rows in the lake's own columns, read by DuckDB itself, in one transaction. Answers undefined and stores nothing when there are
   * none or one leaves doubt: who reads them row by row can say which and why.
   */
  load(given: FilesToLoad): Promise<Loaded | undefined>;
  /** One SELECT; parameters are bound by name with the type that the SQL casts them to. */
  ask(sql: string, params?: Params, options?: AskOptions): Promise<Answer>;
  /** The rows of one SELECT as a Parquet file. */
  parquet(sql: string, options?: AskOptions): Promise<ParquetFile>;
  /** Tables and views that a statement names. */
  read_tables(sql: string): Promise<string[]>;
  /** The ledger, of one table or of all; of a view or rollup that of the tables it is made from. */
  coverage(table?: string): Promise<CoverageRow[]>;
  /** The holes of a table in a window, per connection that has it; of a view or rollup those of the tables it is made from. */
  uncovered(table: string, window: Window): Promise<{ connection: string; window: Window }[]>;
  /** Connections that ever synced the table or tried to. */
  connections(table: string): Promise<string[]>;
  watermark(connection: string, table: string): Promise<Date | undefined>;
  tables(): Promise<TableDescription[]>;
  /** Replaces the catalogue of services. */
  set_services(rows: ServiceRow[]): Promise<void>;
  /** Replaces the copy of a table of the incident store. */
  mirror(
    table:
      | "sentinel_incidents"
      | "sentinel_findings"
      | "sentinel_approvals"
      | "sentinel_audit"
      | "sentinel_accepted_schemas",
    rows: Row[],
  ): Promise<void>;
  /** Deletes what is older than so many days, per table named; answers the rows deleted. */
  retain(days: Record<string, number>, now: Date): Promise<Record<string, number>>;
  close(): Promise<void>;
  /** Where a damaged file was moved to when this lake was opened. */
  quarantined: string | undefined;
};

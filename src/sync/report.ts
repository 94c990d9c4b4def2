/** What a sync says while it runs and when it is done: plain data for a terminal, JSON and the job log. */

export type TableReport = {
  table: string;
  /** Rows of the table's own that the vendor gave, repeats included. */
  rows: number;
  /** Over the table and those filled from it. */
  inserted: number;
  replaced: number;
  slices: number;
  failed_slices: number;
  /** Items that could not be read. */
  rejected: number;
  requests: number;
  /** The span that was planned, ISO; null when everything was up to date. */
  from: string | null;
  to: string | null;
  /** Which API served the last page; empty when none came. */
  api: string;
  /** The first reason for a gap; null when there is none. */
  error: string | null;
};

export type ConnectionReport = { source: string; connection: string; tables: TableReport[]; ok: boolean };

export type SyncReport = { connections: ConnectionReport[]; took_ms: number; ok: boolean };

/** The present state of one table; sent when it is planned, with every page and slice, and when it ends. */
export type SyncEvent = {
  source: string;
  connection: string;
  table: string;
  phase: "planned" | "running" | "done" | "failed";
  slices: number;
  slices_done: number;
  slices_failed: number;
  rows: number;
  /** Until when a rate limit holds the connection, ISO; null when it does not. */
  paused_until: string | null;
  /** The first reason for a gap; null when there is none. */
  error: string | null;
};

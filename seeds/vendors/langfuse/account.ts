/** What one Langfuse project holds, indexed for its API. */
import { createHash } from "node:crypto";

import { type SeedRow, served, textAt } from "../../row.ts";
import { newestFirst, type Timed } from "../time-index.ts";

export type LangfuseProject = {
  id: string;
  name: string;
  observations: Timed[];
  scores: Timed[];
  prompts: SeedRow[];
  /** v1 trace and session objects; derived from the observations where the seed has none. */
  traces: SeedRow[];
  sessions: SeedRow[];
};

export function langfuseProject(name: string, tables: ReadonlyMap<string, SeedRow[]>): LangfuseProject {
  const rows = (table: string) => (tables.get(table) ?? []).map(served);
  return {
    id: `clp${createHash("sha256").update(name).digest("hex").slice(0, 22)}`,
    name,
    observations: newestFirst(rows("langfuse_observations"), (row) => row["startTime"], idOf),
    scores: newestFirst(rows("langfuse_scores"), (row) => row["timestamp"], idOf),
    prompts: rows("langfuse_prompts"),
    traces: rows("langfuse_traces"),
    sessions: rows("langfuse_sessions"),
  };
}

function idOf(row: SeedRow): string {
  return textAt(row, "id") ?? "";
}

/** What the sampler stored, for the API, the web and the narrator. */
import { z } from "zod";

import type { State } from "../state/open.ts";
import { SAMPLING_REASONS, type SamplingReason } from "./judge-traces.ts";
import { share, type Sampling } from "./sampling.ts";

const Reasons = z.array(z.enum(SAMPLING_REASONS));
const Counts = z.record(z.string(), z.number());
const Missed = z.array(
  z.object({
    trace_id: z.string(),
    detector: z.string(),
    fingerprint: z.string(),
    incident_id: z.string(),
  }),
);
const Holes = z.array(
  z.object({ table: z.string(), connection: z.string(), from: z.string(), to: z.string() }),
);

export type KeptTrace = {
  connection: string;
  trace_id: string;
  agent: string | null;
  started_at: string;
  points: number;
  reasons: SamplingReason[];
};

/** The latest judgement of each connection. */
export async function latestSamplings(state: State): Promise<Sampling[]> {
  const rows = await state.db
    .selectFrom("samplings as s")
    .selectAll()
    .where("at", "=", (query) =>
      query
        .selectFrom("samplings as other")
        .select((build) => build.fn.max("other.at").as("at"))
        .whereRef("other.connection", "=", "s.connection"),
    )
    .orderBy("connection")
    .execute();
  return rows.map(({ reasons, missed, uncovered, ...row }) => {
    const misses = Missed.parse(JSON.parse(missed));
    return {
      ...row,
      dropped_share: share(row.traces - row.kept, row.traces),
      reasons: Counts.parse(JSON.parse(reasons)),
      recall: share(row.named - misses.length, row.named),
      missed: misses,
      uncovered: Holes.parse(JSON.parse(uncovered)),
    };
  });
}

/** Kept traces since a moment, those with the most points first. */
export async function keptTraces(
  state: State,
  { since, connection, limit }: { since: Date; connection?: string | undefined; limit: number },
): Promise<KeptTrace[]> {
  let rows = state.db
    .selectFrom("sampled_traces")
    .select(["connection", "trace_id", "agent", "started_at", "points", "reasons"])
    .where("started_at", ">=", since.toISOString());
  if (connection !== undefined) rows = rows.where("connection", "=", connection);
  const found = await rows.orderBy("points", "desc").orderBy("started_at", "desc").limit(limit).execute();
  return found.map(({ reasons, ...row }) => ({ ...row, reasons: Reasons.parse(JSON.parse(reasons)) }));
}

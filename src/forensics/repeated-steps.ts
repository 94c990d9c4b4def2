import { z } from "zod";

import type { Inquiry } from "./inquiry.ts";
import type { TraceRow } from "./trace.ts";
import { grouped } from "./grouped.ts";

const LoopStep = z.object({
  connection: z.string(),
  began_at: z.string(),
  kind: z.enum(["tool", "generation"]),
  name: z.string(),
  signature: z.string(),
  repeats: z.number(),
});

/** What a step did (a hash) and how many earlier ones did the same and got the same, by observation. */
export type Repeats = Map<string, { signature: string; repeats: number }>;

/**
 * Asks which steps only repeat an earlier one. The query names steps by moment, kind and name, not by observation: those
 * that agree in all three stand in the same order on both sides.
 */
export async function repeatedSteps(
  inquiry: Inquiry,
  observations: TraceRow[],
  { trace_id, connection }: { trace_id: string; connection: string },
): Promise<Repeats> {
  const moments = observations.map(({ started_at }) => Date.parse(started_at));
  if (moments.length === 0) return new Map();
  const rows = await inquiry.ask(LoopStep, "loop_steps", {
    since: new Date(Math.min(...moments)).toISOString(),
    until: new Date(Math.max(...moments) + 1).toISOString(),
    generations: 0,
    trace_id,
  });
  const steps = grouped(
    rows.filter((row) => row.connection === connection),
    ({ began_at, kind, name }) => JSON.stringify([began_at, kind, name]),
  );
  const found: Repeats = new Map();
  for (const { id, type, name, started_at } of observations.toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  )) {
    const kind = type === "GENERATION" ? "generation" : "tool";
    const step = steps.get(JSON.stringify([started_at, kind, name ?? "unnamed"]))?.shift();
    if (step !== undefined) found.set(id, { signature: step.signature, repeats: step.repeats });
  }
  return found;
}

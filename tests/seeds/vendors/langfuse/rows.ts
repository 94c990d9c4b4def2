/** Observations of a seed as Langfuse writes them, and a walk along its cursors. */
import { type SeedRow, valueAt } from "../../../../seeds/row.ts";
import { type Get, listOf, minute } from "../serve-rows.ts";

export const OBSERVATIONS = "/api/public/v2/observations";

export function observation(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: `o${index}`,
    traceId: `t${index % 3}`,
    type: "GENERATION",
    name: "answer",
    // Three to a minute: equal times are what pages break on.
    startTime: minute(Math.floor(index / 3)),
    endTime: null,
    parentObservationId: null,
    input: '{"a": 1}',
    totalCost: 0.01,
    inputPrice: 0.0000025,
    latency: 1.5,
    traceName: "agent",
    ...more,
  };
}

export async function walk(ask: Get, path: string, query: Record<string, string>): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let cursor: unknown;
  do {
    const { body } = await ask(path, { ...query, ...(typeof cursor === "string" ? { cursor } : {}) });
    pages.push(listOf(body, "data"));
    cursor = valueAt(body, "meta", "cursor");
  } while (typeof cursor === "string");
  return pages;
}

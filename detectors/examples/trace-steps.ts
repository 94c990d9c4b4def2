import { MINUTE_MS, shift } from "../../src/contracts/moment.ts";

const START = "2026-01-08T11:00:00.000Z";

/** One trace: a model call and a tool call, again and again, with equal or with new results. */
export function traceSteps({ calls, repeated }: { calls: number; repeated: boolean }) {
  const base = {
    connection: "shop",
    trace_id: "t1",
    agent: "triage",
    failed: false,
    failed_before: 0,
    empty: false,
    release: null,
  };
  return Array.from({ length: calls }, (_, index) => [
    {
      ...base,
      began_at: shift(START, index * MINUTE_MS),
      kind: "generation" as const,
      name: "plan",
      signature: `plan-${index}`,
      repeats: 0,
      cost_usd: 0.02,
    },
    {
      ...base,
      began_at: shift(START, index * MINUTE_MS + 5_000),
      kind: "tool" as const,
      name: "retry-search",
      signature: repeated ? "retry-search" : `retry-search-${index}`,
      repeats: repeated ? index : 0,
      cost_usd: 0,
    },
  ]).flat();
}

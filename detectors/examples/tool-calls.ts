/** Rows about one tool, `search_orders`: a usual week, then one hour as given. */

const BASE = { connection: "shop", tool: "search_orders", agents: ["triage"] };

export function toolForms(hour: { calls: number; text_calls: number }) {
  const usual = { ...BASE, empty_calls: 0, text_cost_usd: 0, sample: null, trace_ids: [] };
  return [
    {
      ...usual,
      period: "baseline" as const,
      from_at: "2026-01-01T12:00:00.000Z",
      calls: 200,
      json_calls: 199,
      text_calls: 1,
      first_text_at: null,
      last_text_at: null,
    },
    {
      ...usual,
      period: "judged" as const,
      from_at: "2026-01-08T10:00:00.000Z",
      calls: hour.calls,
      json_calls: hour.calls - hour.text_calls,
      text_calls: hour.text_calls,
      first_text_at: "2026-01-08T10:05:00.000Z",
      last_text_at: "2026-01-08T10:50:00.000Z",
      trace_ids: ["t1", "t2"],
      sample: "upstream connect error",
    },
  ];
}

export function toolLengths(hour: { calls: number; short_calls: number }) {
  const usual = { ...BASE, usual_length: 800, short_texts: 0, short_cost_usd: 0, trace_ids: [] };
  return [
    {
      ...usual,
      period: "baseline" as const,
      from_at: "2026-01-01T12:00:00.000Z",
      calls: 200,
      short_calls: 2,
      median_length: 800,
      first_short_at: null,
      last_short_at: null,
    },
    {
      ...usual,
      period: "judged" as const,
      from_at: "2026-01-08T10:00:00.000Z",
      calls: hour.calls,
      short_calls: hour.short_calls,
      median_length: 2,
      first_short_at: "2026-01-08T10:05:00.000Z",
      last_short_at: "2026-01-08T10:50:00.000Z",
      trace_ids: ["t1", "t2"],
    },
  ];
}

export function errorNearby(changes: { link?: "same_trace" | "same_release" | "same_service" }) {
  return {
    connection: "shop",
    period: "judged" as const,
    tool: "search_orders",
    agent: "triage",
    trace_id: "t1",
    observation_id: "o1",
    called_at: "2026-01-08T10:05:00.000Z",
    release: null,
    cost_usd: 0,
    issue_id: "4001",
    event_id: "e1",
    error_at: "2026-01-08T10:05:02.000Z",
    error_title: "ConnectionError: orders index",
    gap_seconds: 2,
    link: "same_trace" as "same_trace" | "same_release" | "same_service",
    ...changes,
  };
}

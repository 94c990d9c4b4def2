import { HOUR_MS, MINUTE_MS, shift } from "../../src/contracts/moment.ts";

const AT = "2026-01-08T12:00:00.000Z";

/** Outputs of one JSON feature: forty usual ones, then as many judged as given, the newest of them broken or fenced. */
export function sampledOutputs(given: { judged: number; broken?: number; fenced?: boolean }) {
  const usual = Array.from({ length: 40 }, (_, n) => output("baseline", shift(AT, -(30 + n) * HOUR_MS)));
  const judged = Array.from({ length: given.judged }, (_, n) => {
    const row = output("judged", shift(AT, -(n + 1) * 10 * MINUTE_MS));
    if (given.fenced === true) return { ...row, fenced: true };
    return n < (given.broken ?? 0) ? { ...row, form: "text" as const, paths: [] } : row;
  });
  return [...usual, ...judged];
}

/** A score of 0..1 with a usual mean of 0.9. */
export function scoreShift({ mean }: { mean: number }) {
  return {
    connection: "shop",
    score: "helpfulness",
    agent: "triage",
    scores: 30,
    mean,
    deviation: 0.1,
    usual_scores: 200,
    usual_mean: 0.9,
    usual_deviation: 0.1,
    lowest: 0.2,
    highest: 1,
    fell_at: "2026-01-08T06:00:00.000Z",
    trace_ids: ["t1"],
    releases: [],
  };
}

function output(period: "baseline" | "judged", started_at: string) {
  return {
    connection: "shop",
    feature: "classify-ticket",
    agent: "triage",
    period,
    observation_id: started_at,
    trace_id: started_at,
    started_at,
    model: "gpt-4o",
    release: null,
    prompt_version: null,
    form: "json" as "json" | "text",
    fenced: false,
    paths: ["$:object", "$.label:string", "$.score:number"],
    opening: "{",
    refusal: false,
    answer_length: 40,
  };
}

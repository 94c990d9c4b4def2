/** Which traces the sampler keeps, why, and what it owns up to. */
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { keptTraces, latestSamplings } from "../../src/sampling/read-sampling.ts";
import { sampleTraces } from "../../src/sampling/sample-traces.ts";
import { SamplingSettings } from "../../src/sampling/sampling-settings.ts";
import { AT, finding, observation, openWorld, type World } from "../incidents/world.ts";

const now = new Date(AT);
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const DAY = 24 * 60;

let world: World;
const context = (given: object = {}) => ({
  ...world,
  settings: SamplingSettings.parse(given),
  drift_limits: {},
});

/** A trace of one call that answers in JSON and of one tool, and whatever else is given. */
function trace(id: string, ago: number, given: { call?: Row; more?: Row[]; tool?: string } = {}): Row[] {
  const within = { trace_id: id, started_at: minutesAgo(ago), is_root: false };
  const call = {
    ...within,
    observation_id: `${id}-call`,
    is_root: true,
    cost_usd: "0.1",
    output: '{"label":"a"}',
    ...given.call,
  };
  const tool = {
    ...within,
    observation_id: `${id}-tool`,
    parent_observation_id: `${id}-call`,
    type: "TOOL",
    name: given.tool ?? "search",
    cost_usd: null,
    output: "[1]",
  };
  const more = (given.more ?? []).map((row, n) => ({
    ...within,
    observation_id: `${id}-more-${n}`,
    cost_usd: "0",
    output: '{"label":"a"}',
    ...row,
  }));
  return [call, tool, ...more].map((row) => observation(0, row));
}

const calls = (count: number): Row[] => Array.from({ length: count }, () => ({ type: "GENERATION" }));

beforeAll(async () => {
  world = await openWorld();
  const usual = Array.from({ length: 40 }, (_, n) => trace(`usual-${n}`, DAY + 60 + n * 100));
  await world.fill("langfuse_observations", [
    ...usual.flat(),
    ...trace("plain", 10),
    ...trace("warned", 11, { more: [{ type: "SPAN", level: "WARNING" }] }),
    ...trace("sentry", 12),
    ...trace("dear", 13, { call: { cost_usd: "0.21" } }),
    ...trace("twice", 14, { call: { cost_usd: "0.2" } }),
    ...trace("shape", 15, { call: { output: "Sure, here it is" } }),
    ...trace("pattern", 16, { tool: "delete_all" }),
    ...trace("six", 17, { more: calls(5) }),
    ...trace("five", 18, { more: calls(4) }),
    ...trace("scored", 19),
  ]);
  await world.fill("sentry_events", [
    { event_id: "e1", issue_id: "1", trace_id: "sentry", level: "error", occurred_at: minutesAgo(12) },
  ]);
  await world.fill("langfuse_scores", [
    ...Array.from({ length: 30 }, (_, n) => ({
      score_id: `s${n}`,
      trace_id: `usual-${n}`,
      name: "quality",
      value: 0.9,
      scored_at: minutesAgo(DAY + 30 + n * 100),
    })),
    { score_id: "low", trace_id: "scored", name: "quality", value: 0.2, scored_at: minutesAgo(19) },
  ]);
});
afterAll(() => world.close());

it("gives each reason its points and drops what has too few", async () => {
  const [sampling] = await sampleTraces(context(), now);
  expect(sampling).toMatchObject({
    connection: "shop",
    traces: 10,
    kept: 7,
    dropped_share: 0.3,
    uncovered: [],
  });
  const kept = await keptTraces(world.state, { since: new Date(0), limit: 50 });
  expect(
    Object.fromEntries(kept.map(({ trace_id, points, reasons }) => [trace_id, [points, ...reasons]])),
  ).toEqual({
    warned: [100, "error"],
    sentry: [100, "error"],
    dear: [80, "cost"],
    shape: [70, "schema"],
    pattern: [60, "new_pattern"],
    six: [40, "generations"],
    scored: [40, "low_score"],
  });
});

it("takes weights and threshold from the settings", async () => {
  const [strict] = await sampleTraces(context({ keep_from: 80 }), now);
  expect(strict?.kept).toBe(3);
  const [off] = await sampleTraces(context({ weights: { error: 0 } }), now);
  expect(off).toMatchObject({ kept: 5, reasons: { error: 0 } });
});

it("measures its recall against the traces that findings name, and lists the misses", async () => {
  const subject = { agents: ["triage"], trace_ids: ["dear", "warned", "plain", "not-of-this-day"] };
  await recordFindings(
    { ...world, log: { warn: () => undefined } as never, freshness_minutes: 30 },
    { at: AT, findings: [finding({ subject })] },
  );
  const [sampling] = await sampleTraces(context(), now);
  expect(sampling).toMatchObject({ named: 3, recall: 0.667 });
  expect(sampling?.missed).toMatchObject([
    { trace_id: "plain", detector: "cost_spike", fingerprint: "triage" },
  ]);
  expect(await latestSamplings(world.state)).toEqual([sampling]);
});

it("says when part of the span was not fetched", async () => {
  const late = await openWorld();
  try {
    await late.fill("langfuse_observations", trace("one", 300), { to: new Date(minutesAgo(120)) });
    const settings = SamplingSettings.parse({});
    const [sampling] = await sampleTraces({ ...late, settings, drift_limits: {} }, now);
    expect(sampling?.uncovered).toMatchObject([{ table: "llm_observations", from: minutesAgo(120) }]);
    // Nothing came before: no tool pattern can be new.
    expect(sampling).toMatchObject({ traces: 1, kept: 0 });
  } finally {
    await late.close();
  }
});

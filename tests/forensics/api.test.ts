import { afterAll, beforeAll, expect, it } from "vitest";

import type { Differences } from "../../src/forensics/differences.ts";
import type { ForensicGraph } from "../../src/forensics/graph.ts";
import type { StepTexts } from "../../src/forensics/read-step.ts";
import type { Trace } from "../../src/forensics/trace.ts";
import { NOW, openSeededHouse, type SeededHouse } from "./seeded-house.ts";

let house: SeededHouse;
beforeAll(async () => {
  house = await openSeededHouse(["storm", "agent-loop"]);
}, 60_000);
afterAll(() => house.close());

const graphOf = async (query: string) => (await house.get(`/api/forensics?${query}`)).body as ForensicGraph;

it("draws the storm: from the blamed commit by its release to the errors, and on to what people said", async () => {
  const { id, blame } = house.incident("storm");
  const graph = await graphOf(`incident=${id}`);
  expect(graph.complete).toBe(true);
  const blamed = graph.nodes.filter((node) => node.blamed);
  expect(blamed.map(({ ref }) => ref)).toEqual([blame?.sha]);
  const issue = graph.nodes.find(({ kind, title }) => kind === "issue" && title?.includes("token expired"));
  const direct = graph.edges.find(({ from, to }) => from === blamed[0]?.id && to === issue?.id);
  expect(direct).toMatchObject({ kind: "release", strength: 0.9 });
  expect(direct?.label).toMatch(/^\d+ (h|min).* after, same release$/);
  expect(new Set(graph.edges.map(({ kind }) => kind))).toEqual(
    new Set(["subject", "trace", "release", "mention", "service"]),
  );
  for (const { label, why } of graph.edges) expect(`${label} ${why}`).not.toMatch(/caus/i);
  // Repetitions are one node that says how many, and nothing is missing in silence.
  expect(graph.nodes.some(({ kind, count }) => kind === "trace" && count > 3)).toBe(true);
  expect(graph.kinds.every(({ things, shown }) => things === shown)).toBe(true);
});

it("keeps to its bound, and says what it left out", async () => {
  const graph = await graphOf(`incident=${house.incident("storm").id}&most=5`);
  expect(graph.nodes).toHaveLength(5);
  const names = new Set(graph.nodes.map(({ id }) => id));
  expect(graph.edges.every(({ from, to }) => names.has(from) && names.has(to))).toBe(true);
  expect(graph.kinds.some(({ things, shown }) => things > shown)).toBe(true);
});

it("takes a free window of one connection, and says when a table was not fetched over it", async () => {
  const to = NOW.toISOString();
  const day = await graphOf(`from=2026-08-21T20:00:00Z&to=${to}&connection=agent-loop`);
  expect(new Set(day.nodes.map(({ connection }) => connection))).toEqual(new Set(["agent-loop"]));
  expect(day.nodes.some(({ kind }) => kind === "finding")).toBe(true);
  const old = await graphOf("from=2026-08-01T00:00:00Z&to=2026-08-05T00:00:00Z&connection=agent-loop");
  expect(old).toMatchObject({ complete: false, nodes: [] });
  expect(old.uncovered.map(({ table }) => table)).toContain("llm_observations");
});

it.each([
  ["/api/forensics?incident=inc_nope", 404],
  ["/api/forensics?from=2026-08-05T00:00:00Z&to=2026-08-01T00:00:00Z", 422],
  ["/api/forensics?from=yesterday", 422],
  ["/api/forensics?service=nope", 404],
  [
    "/api/forensics/difference?from=2026-08-20T00:00:00Z&to=2026-08-21T00:00:00Z&baseline_to=2026-08-20T12:00:00Z",
    422,
  ],
  ["/api/forensics/difference?measure=luck", 422],
  ["/api/traces/nope", 404],
  ["/api/traces/nope/steps/nope", 404],
])("refuses %s", async (path, status) => {
  const answer = await house.get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ error: { message: expect.stringMatching(/./) } });
});

it("finds what is different: the errors of the storm are of one kind and one release", async () => {
  const { id, blame } = house.incident("storm");
  const body = (await house.get(`/api/forensics/difference?incident=${id}&measure=errors`))
    .body as Differences;
  const [first, second] = body.dimensions;
  expect(new Set([first?.dimension, second?.dimension])).toEqual(new Set(["error", "release"]));
  const release = body.dimensions.find(({ dimension }) => dimension === "release");
  expect(release?.values[0]).toMatchObject({ value: blame?.sha, baseline_errors: 0, window_share: 1 });
  // The question behind a row can be asked as it stands.
  const params = new URLSearchParams(
    Object.entries(release?.asked.params ?? {}).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
  );
  const again = (await house.get(`/api/queries/${release?.asked.query}?${params}`)).body as {
    rows: { window_errors: number }[];
  };
  const errors = again.rows.reduce((sum, row) => sum + row.window_errors, 0);
  expect(errors).toBeGreaterThanOrEqual(release?.values[0]?.window_errors ?? Infinity);
});

it("shows a looping trace: 14 times the same call in one fold, with its incident and the texts of a step", async () => {
  const { id } = house.incident("agent-loop");
  const finding = (await graphOf(`incident=${id}`)).edges.find(({ kind }) => kind === "subject");
  const trace_id = [finding?.from, finding?.to]
    .find((end) => end?.startsWith("trace:"))
    ?.split(":")
    .at(-1);
  const trace = (await house.get(`/api/traces/${trace_id}`)).body as Trace;
  expect(trace.loops[0]).toMatchObject({ name: "retry-search", times: 14 });
  expect(trace.incidents).toEqual([expect.objectContaining({ id })]);
  const observations = trace.steps.filter(({ kind }) => kind === "observation");
  expect(trace.totals.observations).toBe(observations.length);
  expect(trace.totals.cost_usd).toBeCloseTo(
    observations.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0),
    9,
  );
  // Both views hold each step once.
  const under = Object.values(trace.under).flatMap((all) => all.flatMap(({ steps }) => steps));
  expect(under.toSorted()).toEqual(observations.map((step) => step.id).toSorted());
  const call = observations.find(({ name }) => name === "retry-search");
  const texts = (await house.get(`/api/traces/${trace_id}/steps/${call?.id}`)).body as StepTexts;
  expect(texts.input?.length).toBe(call?.input_characters);
});

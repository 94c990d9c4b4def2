import { afterAll, beforeAll, expect, it } from "vitest";

import { runQuery } from "../../src/queries/run.ts";
import { ago, event, tool } from "../detect/product.ts";
import { AT, openWorld, type World } from "../incidents/world.ts";

const SECOND = 1 / 3_600;
/** Seconds before noon: the call's begin and how long it took, and the error of the same agent and release. */
const cases = [
  { what: "inside, 24 minutes after the begin", began: 3_540, took: 1_800, error: 2_100, found: true },
  {
    what: "inside, but two quarters of an hour later",
    began: 3_000,
    took: 2_400,
    error: 1_740,
    found: false,
  },
  { what: "after, 300.001 s across a border", began: 2_400.501, took: 0, error: 2_100.5, found: false },
  { what: "after, 300 s across a border", began: 2_400.5, took: 0, error: 2_100.5, found: true },
  { what: "after, 301 s", began: 2_401, took: 0, error: 2_100, found: false },
  {
    what: "before, by less than a second across a border",
    began: 2_399.8,
    took: 1,
    error: 2_400.5,
    found: true,
  },
  { what: "before, 300 s", began: 2_100, took: 1, error: 2_400, found: true },
];

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const tied = cases.map((given, number) => ({ ...given, release: `v${number}`, id: `call-${number}` }));
  await world.fill(
    "langfuse_observations",
    tied.map(({ began, took, release, id }) =>
      tool(began * SECOND, {
        observation_id: id,
        release,
        trace_name: release,
        ended_at: ago((began - took) * SECOND),
      }),
    ),
  );
  await world.fill(
    "sentry_events",
    tied.map(({ error, release, what }) => event(error * SECOND, { release, agent: release, title: what })),
  );
});
afterAll(() => world.close());

it("finds the step of an error by time alone as far as the step lasted or `minutes` reach", async () => {
  const { rows } = await runQuery(world, "tool_error_nearby", { minutes: 5 }, new Date(AT));
  const expected = cases.filter(({ found }) => found).map(({ what }) => what);
  expect(rows.map((row) => String(row["error_title"])).toSorted()).toEqual(expected.toSorted());
});

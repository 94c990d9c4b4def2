/** Queries that are written for speed answer what they answer when they are written plainly, as in the folder `plain`. */
import { readFileSync } from "node:fs";

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { runQuery } from "../../src/queries/run.ts";
import type { Params } from "../../src/contracts/query.ts";
import { AT, library, openWorld, type World } from "../incidents/world.ts";
import { pair } from "./tied-pairs.ts";

const runs = Number(process.env["PLAIN_RUNS"] ?? 3);
const WORLDS = 3;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const asked: Record<string, fc.Arbitrary<Params>> = {
  tool_error_nearby: fc.record({
    minutes: fc.constantFrom(5, 5, 0, 1, 20, 90),
    tool: fc.constantFrom(null, null, "lookup-0"),
  }),
  error_cascade: fc.record({
    minutes: fc.constantFrom(30, 30, 7, 1_440),
    agent: fc.constantFrom(null, null, "triage-0"),
  }),
  commit_cost_blame: fc.record({
    since: fc.constantFrom("now-7d", "now-2d", "now-9d"),
    hours: fc.constantFrom(24, 1, 300),
  }),
  score_shift: fc.record({ score: fc.constantFrom(null, null, "helpful-0") }),
};

const plainly = new Map(
  Object.keys(asked).map((id) => {
    const query = library.get(id);
    if (query === undefined) throw new Error(`no query ${id}`);
    const sql = readFileSync(new URL(`plain/${id}.sql`, import.meta.url), "utf8");
    return [id, { ...query, sql }];
  }),
);

/** In no order: where the order that a query promises leaves two rows equal, either may come first. */
async function answer(queries: typeof library, id: string, params: Params): Promise<string[]> {
  const { rows } = await runQuery({ lake: world.lake, library: queries }, id, params, new Date(AT));
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

it("answers as the plain text does", async () => {
  let made = 0;
  const answered = Object.fromEntries(Object.keys(asked).map((id) => [id, 0]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(pair, { minLength: WORLDS, maxLength: WORLDS }),
      fc.record(asked),
      async (pairs, params) => {
        const worlds = pairs.map((make) => make(`w${(made += 1)}`));
        for (const { connection, rows } of worlds.flatMap(({ filled }) => filled)) {
          for (const [table, some] of Object.entries(rows)) await world.fill(table, some, { connection });
        }
        await world.lake.set_services(worlds.flatMap(({ services }) => services));
        for (const id of Object.keys(asked)) {
          const given = params[id] ?? {};
          const rows = await answer(library, id, given);
          expect(rows).toEqual(await answer(plainly, id, given));
          answered[id] = (answered[id] ?? 0) + rows.length;
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  for (const rows of Object.values(answered)) expect(rows).toBeGreaterThan(0);
}, 120_000);

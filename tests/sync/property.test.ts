import * as fc from "fast-check";
import { expect, it } from "vitest";

import type { Page } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { sync } from "../../src/sync/run.ts";
import { modelLake, quick, silent } from "./model/lake.ts";
import { memoryConnection, memoryTable, page, type MemoryItem } from "./model/memory.ts";

/** Minutes; everything happens on a coarse grid, so that many rows share a time and lie on the edges of slices. */
const GRID = 180;
const DAY = 1_440;
const LATEST = 2 * DAY;
const EPOCH = Date.parse("2026-11-10T00:00:00Z");
const moment = (minutes: number) => new Date(EPOCH + minutes * 60_000);

const onGrid = (most: number) => fc.integer({ min: 0, max: most / GRID }).map((steps) => steps * GRID);

/** A thing as the vendor knows it: when it happened, how late it shows, and what becomes of it. */
const things = fc.array(
  fc.record({
    at: onGrid(4 * DAY),
    delay: onGrid(LATEST),
    changes: fc.array(onGrid(LATEST), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 40 },
);
type Thing = { at: number; delay: number; changes: number[] };

const run = fc.record({
  things,
  syncs: fc.array(fc.integer({ min: 1, max: 4 * DAY }), { minLength: 1, maxLength: 3 }),
  page_size: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  fails_every: fc.integer({ min: 2, max: 9 }),
});

/** What the vendor shows of a thing at a moment: nothing before it arrives, then its latest amount. */
function shown({ at, delay, changes }: Thing, index: number, clock: number, moves: boolean): MemoryItem[] {
  if (at + delay > clock) return [];
  const since = changes.map((after) => at + Math.max(delay, after)).filter((changed) => changed <= clock);
  const time = moves ? Math.max(at + delay, ...since) : at;
  return [{ id: `thing-${index}`, at: moment(time).toISOString(), amount: since.length }];
}

/** Pages in no order, with rows given twice on both sides of page edges. */
function* pages(items: MemoryItem[], size: number, random: () => number): Generator<Page> {
  const mixed = [...items, ...items.filter(() => random() < 0.3)]
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
  for (let from = 0; from < mixed.length; from += size) {
    yield page(mixed.slice(from, from + size), from + size < mixed.length ? String(from) : undefined);
  }
}

function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const byId = (one: { id?: unknown }, other: { id?: unknown }) =>
  String(one.id).localeCompare(String(other.id));

it("loses nothing and doubles nothing, whatever is repeated, shuffled, late or changed", async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ things: all, syncs, page_size, seed, fails_every }) => {
      let clock = 0;
      let failing = true;
      let pulls = 0;
      const random = generator(seed);
      const list = (moves: boolean) => all.flatMap((thing, index) => shown(thing, index, clock, moves));
      const pullOf = (moves: boolean) =>
        async function* (_client: unknown, { from, to }: { from: Date; to: Date }) {
          pulls += 1;
          const fails = failing && pulls % fails_every === 0;
          const last = moves ? Infinity : to.getTime();
          const wanted = list(moves).filter(
            ({ at }) => Date.parse(at) >= from.getTime() && Date.parse(at) < last,
          );
          for (const one of pages(wanted, page_size, random)) {
            yield one;
            if (fails) throw new UpstreamError("unavailable", "answered 500");
          }
        };
      const tables = [
        memoryTable("memory_facts", pullOf(false), {
          slicing: { kind: "window", hours: 36 },
          lookback_minutes: LATEST,
        }),
        memoryTable("memory_things", pullOf(true), { slicing: { kind: "since" }, time_moves: true }),
      ];
      const now = () => moment(clock);
      await using lake = await modelLake(now, tables);
      const limits = { ...quick, history_days: 5 };
      const end = 4 * DAY + LATEST + 1;
      for (clock of [...syncs.toSorted((one, other) => one - other), end]) {
        failing = clock !== end;
        await sync({ lake: lake.lake, connections: [memoryConnection(tables)], limits, now, log: silent });
      }
      for (const [table, moves] of [
        ["memory_facts", false],
        ["memory_things", true],
      ] as const) {
        const { rows } = await lake.lake.ask(`select item_id as id, happened_at as at, amount from ${table}`);
        expect(rows.toSorted(byId)).toEqual(list(moves).toSorted(byId));
        expect(await lake.lake.watermark("default", table)).toEqual(now());
      }
    }),
    { numRuns: Number(process.env["SYNC_PROPERTY_RUNS"] ?? 15) },
  );
});

/** Eight weeks, four around each clock change; JOBS_WEEKS=8 JOBS_SEEDS=20 lives through more, in as many ways. */
import { afterEach, describe, expect, it } from "vitest";

import { groupBy } from "../../detectors/judge/group.ts";
import { simulate, type Simulated } from "./simulation.ts";

const SEEDS = Number(process.env["JOBS_SEEDS"] ?? 1);
const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
const WEEKS = Number(process.env["JOBS_WEEKS"] ?? 4);
const RESTARTS = Number(process.env["JOBS_RESTARTS"] ?? 15);

/** Weeks around a change of Berlin's clocks; 9:00 there is 8:00 UTC in winter. */
const CHANGES = [
  { from: "2026-03-16T00:05:00Z", change: "2026-03-29T01:00:00Z", hours: [8, 7] },
  { from: "2026-10-12T00:05:00Z", change: "2026-10-25T01:00:00Z", hours: [7, 8] },
];
const seeds = Array.from({ length: SEEDS }, (_, index) => 41 + index);
const cases = CHANGES.flatMap((change, one) =>
  seeds.map((seed, other) => ({ ...change, seed, processes: 1 + ((one + other) % 2) })),
);

const runsOf = ({ state }: Simulated, job: string) =>
  state.db.selectFrom("job_runs").selectAll().where("job", "=", job).orderBy("id").execute();

let world: Simulated | undefined;
afterEach(() => world?.state.close());

describe.each(cases)(
  `${WEEKS} weeks from $from, ${RESTARTS} restarts, $processes at a time, seed $seed`,
  (given) => {
    it(
      "makes each digest once, judges or records every quarter, and never runs a job twice at once",
      { timeout: 600_000 },
      async () => {
        const { from, change, hours, seed, processes } = given;
        const start = Date.parse(from);
        const options = {
          from: new Date(from),
          days: WEEKS * 7,
          restarts: RESTARTS,
          time_zone: "Europe/Berlin",
        };
        world = await simulate({ ...options, seed, processes });
        expect(world.lives).toBe(processes + RESTARTS);

        const mondays = Array.from({ length: WEEKS }, (_, week) => {
          const day = Math.floor(start / DAY) * DAY + week * 7 * DAY;
          return day + (hours[day < Date.parse(change) ? 0 : 1] ?? 0) * 3_600_000;
        });
        const digests = (await runsOf(world, "digest")).filter(({ outcome }) => outcome === "done");
        expect(digests.map(({ scheduled_for }) => scheduled_for)).toEqual(
          mondays.map((moment) => new Date(moment).toISOString()),
        );
        expect(world.digests).toHaveLength(WEEKS);

        const patrols = await runsOf(world, "patrol");
        const slots = groupBy(patrols, ({ scheduled_for }) => scheduled_for ?? "");
        const first = Math.floor(start / QUARTER) * QUARTER;
        const last = Math.max(...[...slots.keys()].map(Date.parse));
        expect(world.ended - last).toBeLessThan(3 * DAY);
        const quarters = Array.from({ length: (last - first) / QUARTER + 1 }, (_, index) =>
          new Date(first + index * QUARTER).toISOString(),
        );
        expect([...slots.keys()].toSorted()).toEqual(quarters);
        for (const runs of slots.values()) {
          const done = runs.filter(({ outcome }) => outcome === "done").length;
          expect([0, 1]).toContain(done);
          expect(runs.every(({ outcome }) => outcome === "done" || outcome === "missed")).toBe(true);
        }
        const judged = patrols.filter(({ outcome }) => outcome === "done").length;
        expect(judged / quarters.length).toBeGreaterThan(0.5);

        expect(world.twice).toEqual([]);
        for (const job of ["patrol", "drift", "digest"]) {
          const began = (await runsOf(world, job)).filter(({ started_at }) => started_at !== null);
          const overlaps = began.filter(
            ({ started_at }, index) => index > 0 && (began[index - 1]?.ended_at ?? "z") > (started_at ?? ""),
          );
          expect(overlaps).toEqual([]);
        }
      },
    );
  },
);

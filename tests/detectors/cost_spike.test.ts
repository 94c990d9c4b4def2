import { afterAll, beforeAll, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import type { Detection } from "../../src/detect/run.ts";
import { runQuery } from "../../src/queries/run.ts";
import type { World } from "../incidents/world.ts";
import {
  AT,
  ago,
  commit,
  deployment,
  generation,
  hoursFrom,
  judge,
  of,
  openProducts,
  sha,
} from "../detect/product.ts";

/** One call per hour, in the middle of the bucket; `usd` may tell hours apart. */
const hourly = (hours: number[], usd: (hour: number) => number, given: Row = {}) =>
  hours.map((hour) => generation(hour - 0.5, { cost_usd: String(usd(hour)), ...given }));
const fortnight = hoursFrom(16 * 24, 1);
const spiking = (hour: number) => (hour <= 3 ? 8 : 2);
const peakOfWeek = (hour: number) => (hour === 2 || hour === 2 + 168 ? 8 : 2);
const rhythm = (hour: number) => 2 + 1.5 * Math.sin((hour / 24) * 2 * Math.PI);

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    spike: {
      observations: hourly(fortnight, spiking),
      commits: [commit("spike", 1, 30), commit("spike", 2, 3.2), commit("spike", 3, 1)],
      deployments: [deployment("spike", 1, 29), deployment("spike", 2, 3.1)],
    },
    steep: { observations: hourly(fortnight, (hour) => (hour <= 2 ? 10.5 : 2)) },
    over: { observations: hourly(fortnight, (hour) => (hour === 9 ? 9 : 2)) },
    rhythm: { observations: hourly(fortnight, rhythm) },
    weekly: { observations: hourly(fortnight, peakOfWeek) },
    cheap: { observations: hourly(fortnight, (hour) => (hour <= 3 ? 0.4 : 0.02)) },
    young: { observations: hourly(hoursFrom(8, 1), (hour) => (hour === 1 ? 50 : 2)) },
    newcomer: {
      observations: [
        ...hourly(fortnight, () => 2),
        ...hourly(hoursFrom(3, 1), () => 9, { trace_name: "newcomer" }),
      ],
    },
    crowd: {
      observations: ["a", "b", "c", "d"].flatMap((name) =>
        hourly(fortnight, (hour) => (hour <= 3 ? 1.1 : 0.5), { trace_name: name, model: `model-${name}` }),
      ),
    },
    model: {
      observations: ["a", "b", "c", "d"].flatMap((name) => [
        ...hourly(fortnight, () => 1, { trace_name: name, model: "steady" }),
        ...hourly(fortnight, (hour) => (hour <= 3 ? 1.3 : 0.2), { trace_name: name, model: "dear" }),
      ]),
    },
    carried: {
      observations: hourly(fortnight, spiking, {}).map((row) => ({
        ...row,
        release: String(row["started_at"]) >= ago(3.6) ? sha(5) : sha(4),
      })),
      commits: [commit("carried", 4, 300), commit("carried", 5, 5), commit("carried", 6, 3.1)],
    },
    settled: {
      observations: hourly(fortnight, spiking, { release: sha(4) }),
      commits: [commit("settled", 4, 300), commit("settled", 5, 3.1)],
    },
  });
  detection = await judge(world, ["cost_spike"]);
}, 60_000);
afterAll(() => world.close());

it("finds one spike per agent, with its span, excess and rate", () => {
  const [finding, ...more] = of(detection, "spike");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    fingerprint: "triage",
    severity: "high",
    window: { from: ago(2.5), to: AT },
    cost_usd: 18,
    cost_usd_per_hour: 6,
    facts: {
      usual_usd_per_hour: 2,
      peak_usd_per_hour: 8,
      times_usual: 4,
      troubled_hours: 3,
      still_going_on: true,
    },
    subject: { agents: ["triage"] },
  });
});

it("blames what the service deployed last before onset, not what came later", () => {
  expect(of(detection, "spike")[0]?.blame).toMatchObject({ repo: "acme/spike", sha: sha(2) });
  expect(of(detection, "spike")[0]?.blame?.why).toContain("deployed to production");
});

it("blames the commit that the release of the troubled traces is, before any newer one", () => {
  expect(of(detection, "carried")[0]?.blame).toMatchObject({ sha: sha(5) });
  expect(of(detection, "carried")[0]?.blame?.why).toContain("release");
});

it("blames nobody when the release in use is an old one, and says so", () => {
  expect(of(detection, "settled")[0]).toMatchObject({ blame: null });
  expect(of(detection, "settled")[0]?.facts["no_blame"]).toContain("had run for 6 hours or more");
});

it("calls five times the usual hour or ten dollars critical", () => {
  expect(of(detection, "steep").map(({ severity }) => severity)).toEqual(["critical"]);
});

it("tells of a spike in the night that is over, without a rate", () => {
  expect(of(detection, "over")).toMatchObject([
    { window: { from: ago(8.5), to: ago(8) }, cost_usd_per_hour: null },
  ]);
});

it.each(["rhythm", "weekly", "cheap"])("is quiet about a %s peak", (product) => {
  expect(of(detection, product)).toEqual([]);
});

it("does not judge a product whose history is too short, and says so", () => {
  expect(of(detection, "young")).toEqual([]);
  expect(detection.not_judged).toMatchObject([{ detector: "cost_spike", connection: "young" }]);
  expect(detection.not_judged[0]?.reason).toContain("too little history");
});

it("reports the project when a new agent or many agents together spend the excess", () => {
  expect(of(detection, "newcomer")).toMatchObject([
    { fingerprint: "project:newcomer", subject: { agents: ["newcomer"] } },
  ]);
});

it("reports the model when no agent explains its excess", () => {
  expect(of(detection, "model").map(({ fingerprint }) => fingerprint)).toEqual(["model:dear"]);
});

it("leaves a rise below the ratio alone, however many agents share it", () => {
  expect(of(detection, "crowd")).toEqual([]);
});

it("names evidence that shows the spike with absolute times", async () => {
  const [finding] = of(detection, "spike");
  const [buckets, drivers] = finding?.evidence ?? [];
  expect(buckets?.params).toMatchObject({ until: AT, kind: "agent", name: "triage" });
  const { rows } = await runQuery(world, "cost_spike_buckets", buckets?.params ?? {}, new Date(0));
  const newest = rows.filter((row) => row["connection"] === "spike").at(-1);
  expect(newest).toMatchObject({ from_at: ago(1), cost_usd: 8 });
  const spent = (await runQuery(world, "cost_drivers", drivers?.params ?? {}, new Date(0))).rows;
  expect(spent.find((row) => row["connection"] === "spike")).toMatchObject({ cost_usd: 24, generations: 3 });
});

it("says the same of the same rows, whenever it is asked", async () => {
  expect(await judge(world, ["cost_spike"])).toEqual(detection);
});

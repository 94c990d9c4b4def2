import { expect, it } from "vitest";

import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, rowsOf, temporaryLake } from "./temporary-lake.ts";

const at = (day: number, clock = "10:00:00") => `2026-08-${String(day).padStart(2, "0")}T${clock}Z`;
const slice = (from: number, to: number) => ({
  from: new Date(at(from, "00:00:00")),
  to: new Date(at(to, "00:00:00")),
});

it("lets go of old rows with their rollups and their coverage, by whole days", async () => {
  const lake = await temporaryLake();
  const rows = [
    observation({ observation_id: "old", trace_id: "gone", started_at: at(1) }),
    observation({ observation_id: "begin", trace_id: "long", started_at: at(4, "23:59:59") }),
    observation({ observation_id: "end", trace_id: "long", started_at: at(5, "00:00:00") }),
    observation({ observation_id: "new", trace_id: "kept", started_at: at(9) }),
  ];
  await lake.ingest(batchOf(OBSERVATIONS, rows, { slice: slice(1, 5) }));
  await lake.ingest(batchOf(OBSERVATIONS, [], { slice: slice(5, 12) }));
  await lake.ingest(batchOf(OBSERVATIONS, [], { slice: slice(3, 7), connection: "other" }));

  expect(await lake.retain({ [OBSERVATIONS]: 7 }, new Date(at(12, "09:30:00")))).toEqual({
    [OBSERVATIONS]: 2,
  });
  expect(await rowsOf(lake, `select observation_id from ${OBSERVATIONS} order by 1`)).toEqual([
    { observation_id: "end" },
    { observation_id: "new" },
  ]);
  expect(
    await rowsOf(lake, "select trace_id, observations, started_at from langfuse_traces order by 1"),
  ).toEqual([
    { trace_id: "kept", observations: 1, started_at: "2026-08-09T10:00:00.000Z" },
    { trace_id: "long", observations: 1, started_at: "2026-08-05T00:00:00.000Z" },
  ]);
  expect(await rowsOf(lake, "select count(*) as n, min(hour) as first from llm_cost_hourly")).toEqual([
    { n: 2, first: "2026-08-05T00:00:00.000Z" },
  ]);
  expect(await rowsOf(lake, "select minute, cumulative_cost_usd from llm_cost_minutely order by 1")).toEqual([
    { minute: "2026-08-05T00:00:00.000Z", cumulative_cost_usd: 0.0012 },
    { minute: "2026-08-09T10:00:00.000Z", cumulative_cost_usd: 0.0012 },
  ]);
  expect(await lake.uncovered(OBSERVATIONS, slice(1, 12))).toEqual([
    { connection: "main", window: slice(1, 5) },
    { connection: "other", window: slice(1, 5) },
    { connection: "other", window: slice(7, 12) },
  ]);
  expect(await lake.retain({ [OBSERVATIONS]: 7 }, new Date(at(12, "09:30:00")))).toEqual({
    [OBSERVATIONS]: 0,
  });
});

it("lets what arrives in between two days", async () => {
  const lake = await temporaryLake();
  const days = Array.from({ length: 12 }, (_, day) =>
    observation({ observation_id: `day-${day}`, started_at: at(day + 1) }),
  );
  await lake.ingest(batchOf(OBSERVATIONS, days));
  const ended: string[] = [];
  const retained = lake
    .retain({ [OBSERVATIONS]: 1 }, new Date(at(30)))
    .finally(() => ended.push("retention"));
  await lake.ingest(batchOf(OBSERVATIONS, [observation({ observation_id: "new", started_at: at(29) })]));
  ended.push("page");
  expect(await retained).toEqual({ [OBSERVATIONS]: 12 });
  expect(ended).toEqual(["page", "retention"]);
  expect(await rowsOf(lake, `select observation_id from ${OBSERVATIONS}`)).toEqual([
    { observation_id: "new" },
  ]);
});

it("takes back a row that it let go when it is fetched again", async () => {
  const lake = await temporaryLake();
  const row = observation({ observation_id: "old", started_at: at(1) });
  await lake.ingest(batchOf(OBSERVATIONS, [row]));
  await lake.retain({ [OBSERVATIONS]: 1 }, new Date(at(9)));
  expect(await lake.ingest(batchOf(OBSERVATIONS, [row]))).toEqual({ inserted: 1, replaced: 0, unchanged: 0 });
  expect(await rowsOf(lake, "select observations from langfuse_traces")).toEqual([{ observations: 1 }]);
});

it("refuses a table that it does not have", async () => {
  const lake = await temporaryLake();
  await expect(lake.retain({ langfuse_observation: 7 }, new Date())).rejects.toMatchObject({
    code: "not_found",
  });
});

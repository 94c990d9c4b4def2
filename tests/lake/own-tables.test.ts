import { expect, it } from "vitest";

import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, rowsOf, temporaryLake } from "./temporary-lake.ts";

it("replaces the catalogue of services", async () => {
  const lake = await temporaryLake();
  await lake.set_services([
    { service: "shop", kind: "repo", value: "acme/shop", implicit: false },
    { service: "shop", kind: "agent", value: "'; drop table sentinel_services; --", implicit: true },
  ]);
  await lake.set_services([{ service: "shop", kind: "channel", value: "incidents", implicit: false }]);
  expect(await rowsOf(lake, "from sentinel_services")).toEqual([
    { service: "shop", kind: "channel", value: "incidents", implicit: false },
  ]);
  await lake.set_services([]);
  expect(await rowsOf(lake, "from sentinel_services")).toEqual([]);
});

it("mirrors incidents and findings, joinable with the rest", async () => {
  const lake = await temporaryLake();
  await lake.ingest(
    batchOf(OBSERVATIONS, [observation({ observation_id: "a", started_at: "2026-08-01T10:00:00Z" })]),
  );
  await lake.mirror("sentinel_incidents", [
    {
      id: "inc-1",
      type: "cost_spike",
      severity: "high",
      status: "open",
      title: "Costs 'rise'",
      opened_at: "2026-08-01T10:00:00.000Z",
      updated_at: "2026-08-01T11:00:00.000Z",
      connection: "main",
      cost_usd: 1.25,
      projected_6h_usd: null,
      blame_repo: "acme/shop",
      blame_sha: "abc",
      suggested_action: null,
      of_no_column: "ignored",
    },
  ]);
  await lake.mirror("sentinel_findings", [
    { id: "f-1", incident_id: "inc-1", connection: "main", cost_usd: 1 },
  ]);
  expect(
    await rowsOf(
      lake,
      `select i.id, i.opened_at, i.cost_usd, f.id as finding, count(*) as observations
      from sentinel_incidents i
      join sentinel_findings f on f.incident_id = i.id
      join llm_observations o on o.connection = i.connection
      group by all`,
    ),
  ).toEqual([
    { id: "inc-1", opened_at: "2026-08-01T10:00:00.000Z", cost_usd: 1.25, finding: "f-1", observations: 1 },
  ]);
});

it("tells of every table, view and rollup how large and how fresh it is", async () => {
  const lake = await temporaryLake();
  await lake.ingest(
    batchOf(OBSERVATIONS, [
      observation({ observation_id: "a", started_at: "2026-08-01T10:00:00.000001Z", session_id: "s" }),
      observation({ observation_id: "b", started_at: "2026-08-01T09:00:00Z" }),
    ]),
  );
  const tables = new Map((await lake.tables()).map((table) => [table.name, table]));
  expect(new Set(tables.keys())).toEqual(
    new Set((await rowsOf(lake, "show tables")).map((row) => row["name"])),
  );
  expect(tables.get(OBSERVATIONS)).toMatchObject({
    kind: "table",
    source: "langfuse",
    rows: 2,
    newest_at: "2026-08-01T10:00:00.000001Z",
  });
  expect(tables.get("llm_cost_hourly")).toMatchObject({
    kind: "rollup",
    rows: 2,
    newest_at: "2026-08-01T10:00:00.000Z",
  });
  expect(tables.get("langfuse_sessions")).toMatchObject({ kind: "view", rows: 1 });
  expect(tables.get("sentinel_services")).toMatchObject({
    kind: "table",
    source: "sentinel",
    rows: 0,
    newest_at: null,
  });
  for (const { name, grain, columns } of tables.values()) {
    expect(grain).not.toBe("");
    const described = await rowsOf(lake, `describe ${name}`);
    expect(columns.map((column) => [column.name, column.type])).toEqual(
      described.map((row) => [row["column_name"], row["column_type"]]),
    );
    expect(columns.every(({ description }) => description !== "")).toBe(true);
  }
});

/** Rows that the lake can never store, though they were acknowledged: they hold up nobody else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it, onTestFinished } from "vitest";

import { openHouse } from "../../api/house.ts";
import { ask, post } from "./posting.ts";
import { asJson, request, traceId } from "./spans.ts";

it("are put aside one by one, with the reason, and everything else is stored", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const { sentinel } = house;
  // A file in which names are required, as no lake of ours has it: DuckDB itself refuses the row.
  const { lake: path } = sentinel.home;
  const file = await DuckDBInstance.create(path);
  const connection = await file.connect();
  const { otelSpans } = await import("../../../sources/otel/spans.ts");
  const { factTable } = await import("../../../src/lake/schema.ts");
  const columns = factTable(otelSpans).columns.map(
    ({ name, type }) => `"${name}" ${type}${name === "name" ? " not null" : ""}`,
  );
  await connection.run(`create table otel_spans (${columns.join(", ")})`);
  connection.disconnectSync();
  file.closeSync();

  const spans = Array.from({ length: 40 }, (_, index) => ({
    trace: 1,
    span: index + 1,
    ...((index === 4 || index === 31) && { name: "" }),
  }));
  const answers = [
    post(house, asJson(request([{ trace: 2, span: 1 }]))),
    post(house, asJson(request(spans))),
    post(house, asJson(request([{ trace: 3, span: 1 }]))),
  ];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(
    await ask(house, "select trace_id, count(*) as n from otel_spans group by all order by trace_id"),
  ).toEqual([
    { trace_id: traceId(1), n: 38 },
    { trace_id: traceId(2), n: 1 },
    { trace_id: traceId(3), n: 1 },
  ]);
  expect((await sentinel.intake()).budget.used).toBe(0);
  const lines = readFileSync(join(sentinel.home.intake, "rejected.ndjson"), "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject(
    [5, 32].map((span) => ({
      table: "otel_spans",
      reason: expect.stringContaining("NOT NULL constraint failed") as string,
      row: { span_id: span.toString(16).padStart(16, "0") },
    })),
  );
  expect(await (await house.send("GET", "/metrics")).text()).toMatch(/^sentinel_otlp_rejected 2$/m);
  const examined = await house.send("POST", "/api/doctor", { body: {} });
  const { checks } = (await examined.json()) as { checks: object[] };
  expect(checks).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ check: "intake (OTLP)", state: "ok" }),
      expect.objectContaining({ check: "intake (rejected)", state: "warning" }),
    ]),
  );
  // A start after it does not find them again.
  expect(await ask(house, "select count(*) as n from otel_positions")).toEqual([{ n: 1 }]);
});

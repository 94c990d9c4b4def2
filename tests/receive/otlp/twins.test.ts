import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { Row } from "../../../src/contracts/ingest.ts";
import { HOST, openHouse } from "../../api/house.ts";
import { observation } from "../../lake/observations.ts";
import { temporaryFolder } from "../../lake/temporary-lake.ts";
import { asJson, request, spanId, START, traceId, type TestSpan } from "./spans.ts";

it("a span that Langfuse has too is counted once, and stays where it is with all that it says", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const { sentinel } = house;
  const lake = await sentinel.lake();
  const ask = async (sql: string) => (await lake.ask(sql)).rows;
  const call = {
    "langfuse.observation.type": "generation",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 100,
  };
  const spans = [1, 2, 3].map((span) => ({
    trace: 1,
    span,
    start: START + span * 100.123,
    attributes: { ...call, n: [span] },
  }));
  const post = async (sent: TestSpan[]) => {
    const { body, headers } = asJson(request(sent));
    await house.app.request(`http://${HOST}/v1/traces`, {
      method: "POST",
      body,
      headers: { host: HOST, ...headers },
    });
  };
  const ingest = (rows: Row[]) =>
    lake.ingest({
      connection: "default",
      table: "langfuse_observations",
      rows: { langfuse_observations: rows },
      slice: { from: new Date(START), to: house.clock.now },
      state: "complete",
      api: "test",
      rejected: 0,
      error: null,
      fetched_at: house.clock.now,
    });
  await post(spans);
  await (await sentinel.intake()).idle();
  const before = await ask("select * exclude (in_langfuse, synced_at) from otel_spans order by span_id");
  expect(await ask("select count(*) as n, sum(cost_usd) as usd from llm_observations")).toEqual([
    { n: 3, usd: 0.00075 },
  ]);

  // Langfuse keeps times to the millisecond.
  const known = [1, 2].map((span) =>
    observation({
      observation_id: spanId(span),
      trace_id: traceId(1),
      started_at: new Date(START + span * 100).toISOString(),
      cost_usd: "0.001",
    }),
  );
  house.clock.now = new Date("2026-03-02T12:01:00Z");
  await ingest(known);
  expect(
    await ask(
      "select source, count(*) as n, sum(cost_usd) as usd from llm_observations group by all order by all",
    ),
  ).toEqual([
    { source: "langfuse", n: 2, usd: 0.002 },
    { source: "otel", n: 1, usd: 0.00025 },
  ]);
  expect(await ask("select sum(observations) as n, sum(cost_usd) as usd from llm_cost_hourly")).toEqual([
    { n: 3, usd: 0.00225 },
  ]);
  expect(await ask("select * exclude (in_langfuse, synced_at) from otel_spans order by span_id")).toEqual(
    before,
  );

  // The other way round: what Langfuse has comes to us late, and an exporter that was not answered sends all of it again.
  const late = observation({
    observation_id: spanId(9),
    trace_id: traceId(1),
    started_at: new Date(START + 900).toISOString(),
    cost_usd: "0.001",
  });
  await ingest([late]);
  for (let time = 0; time < 2; time += 1)
    await post([...spans, { ...spans[0], trace: 1, span: 9, start: START + 900.123 }]);
  await (await sentinel.intake()).idle();
  expect(await ask("select span_id from otel_spans where not in_langfuse")).toEqual([{ span_id: spanId(3) }]);
  expect(await ask("select sum(observations) as n, sum(cost_usd) as usd from llm_cost_hourly")).toEqual([
    { n: 4, usd: 0.00325 },
  ]);
});

it("a span is counted once too when files bring it, whichever of the two is there first", async () => {
  const folder = temporaryFolder();
  const file = (name: string, rows: Row[]) => {
    const path = join(folder, name);
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    return path;
  };
  const started_at = new Date(START).toISOString();
  const ids = { trace_id: traceId(1), started_at };
  const observations = file("observations.ndjson", [
    observation({ ...ids, observation_id: spanId(1), cost_usd: "0.001" }),
  ]);
  const spans = file(
    "spans.ndjson",
    [1, 2].map((span) => ({
      ...ids,
      span_id: spanId(span),
      name: "chat",
      type: "GENERATION",
      cost_usd: "0.01",
      in_langfuse: false,
    })),
  );
  const files = [
    { table: "langfuse_observations", files: [observations] },
    { table: "otel_spans", files: [spans] },
  ];
  for (const order of [files, files.toReversed()]) {
    const house = await openHouse();
    onTestFinished(() => house.close());
    const lake = await house.sentinel.lake();
    for (const given of [...order, ...order]) {
      await lake.load({ ...given, connection: "default", fetched_at: house.clock.now });
    }
    const { rows } = await lake.ask(
      "select sum(observations) as n, sum(cost_usd) as usd, (select count(*) from otel_spans) as spans from llm_cost_hourly",
    );
    expect(rows).toEqual([{ n: 2, usd: 0.011, spans: 2 }]);
  }
});

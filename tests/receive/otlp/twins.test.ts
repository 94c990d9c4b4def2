import { expect, it, onTestFinished } from "vitest";

import { HOST, openHouse } from "../../api/house.ts";
import { observation } from "../../lake/observations.ts";
import { asJson, request, spanId, START, traceId } from "./spans.ts";

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
  const { body, headers } = asJson(request(spans));
  await house.app.request(`http://${HOST}/v1/traces`, {
    method: "POST",
    body,
    headers: { host: HOST, ...headers },
  });
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
  await lake.ingest({
    connection: "default",
    table: "langfuse_observations",
    rows: { langfuse_observations: known },
    slice: { from: new Date(START), to: house.clock.now },
    state: "complete",
    api: "test",
    rejected: 0,
    error: null,
    fetched_at: house.clock.now,
  });
  await sentinel.catalogue();
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
});

/** Agents in trouble report over OTLP, and the server says so at once, without a patrol. */
import { trace as api, context } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Approval } from "../../src/contracts/approval.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { burning, failing, usualDays } from "./agents.ts";
import { openServed, type Served } from "./served.ts";

let served: Served;
beforeAll(async () => {
  served = await openServed({ server: { requests_per_minute: 100_000 } });
  await served.patrol();
});
afterAll(() => served.close());

const incidents = () => served.get<{ incidents: Incident[] }>("/api/incidents");
const typed = (type: string) =>
  served.until<{ incidents: Incident[] }>(
    `/api/incidents?type=${type}`,
    (answer) => answer.incidents.length > 0,
  );

const tell = (what: string, sent: number) =>
  process.stdout.write(
    `${what}: an incident ${Math.round(performance.now() - sent)} ms after its last span was acknowledged\n`,
  );

/** An agent under OpenTelemetry's SDK that sends each span as it ends: a model call, and a tool that answers the same again. */
async function loop(calls: number): Promise<string> {
  const exporter = new OTLPTraceExporter({ url: `${served.url}/v1/traces` });
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer("agent");
  const began = Date.now() - calls * 4_000 - 60_000;
  const root = tracer.startSpan("answer", {
    startTime: began,
    attributes: { "gen_ai.operation.name": "invoke_agent" },
  });
  const within = api.setSpan(context.active(), root);
  for (let call = 0; call < calls; call += 1) {
    const startTime = began + call * 4_000;
    const chat = {
      "trace.name": "searcher",
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "our-own-7b",
    };
    const search = {
      "trace.name": "searcher",
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "search",
      "gen_ai.tool.call.arguments": '{"q":"refund policy"}',
      "gen_ai.tool.call.result": "no results",
    };
    tracer.startSpan("chat our-own-7b", { startTime, attributes: chat }, within).end(startTime + 900);
    await provider.forceFlush();
    tracer
      .startSpan("execute_tool search", { startTime: startTime + 1_000, attributes: search }, within)
      .end(startTime + 1_200);
    await provider.forceFlush();
  }
  await provider.shutdown();
  return root.spanContext().traceId;
}

it("finds a loop, a burning agent and a failing tool as their spans arrive, each once, and nothing in ordinary traffic", async () => {
  await served.send(usualDays(Date.now()));
  await served.sentinel.intake().then((intake) => intake.idle());
  await served.patrol();
  expect((await incidents()).incidents).toEqual([]);

  const trace_id = await loop(14);
  const sent = performance.now();
  const [looping] = (await typed("agent_loop")).incidents;
  tell("loop", sent);
  expect(looping).toMatchObject({ status: "open", suggested_action: "kill_loop" });
  const { approvals } = await served.until<{ approvals: Approval[] }>("/api/approvals", (answer) =>
    answer.approvals.some(({ action }) => action === "kill_loop"),
  );
  expect(approvals.find(({ action }) => action === "kill_loop")).toMatchObject({
    incident_id: looping?.id,
    status: "proposed",
    args: { trace_ids: [trace_id], reason: { kind: "no_progress" } },
  });

  const now = Date.now() - 60_000;
  for (const span of failing(now, 8)) await served.send([span]);
  const failed = performance.now();
  await typed("tool_failure");
  tell("tool", failed);
  for (const span of burning(now, 5)) await served.send([span]);
  const burnt = performance.now();
  await typed("cost_spike");
  tell("cost", burnt);

  await served.patrol();
  const after = await incidents();
  expect(after.incidents.map(({ type }) => type).toSorted()).toEqual([
    "agent_loop",
    "cost_spike",
    "tool_failure",
  ]);
  expect(after.incidents.find(({ type }) => type === "agent_loop")?.id).toBe(looping?.id);
  const kills = await served.get<{ approvals: Approval[] }>("/api/approvals");
  expect(kills.approvals.filter(({ action }) => action === "kill_loop")).toHaveLength(1);

  const metrics = await served.metrics();
  expect(metrics).toMatch(/sentinel_stream_judgements_total\{detector="agent_loop",outcome="found"\} [1-9]/);
  expect(metrics).toMatch(/sentinel_stream_lag_seconds_count\{detector="cost_spike"\} [1-9]/);
});

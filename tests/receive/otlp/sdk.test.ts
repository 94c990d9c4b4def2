/** Agents with their real SDKs, pointed at a server as their documentation says. */
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { setLangfuseTracerProvider, startObservation } from "@langfuse/tracing";
import { SpanStatusCode, trace as api, context, type Attributes } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, expect, it } from "vitest";

import { listen, type Listening } from "../../../src/api/listen.ts";
import { openHouse, type House } from "../../api/house.ts";

let house: House;
let server: Listening;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  house.clock.now = new Date();
  ({ key } = await house.key("agent"));
  server = await listen(house.app, { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await server.close(0);
  await house.close();
});

const providerOf = (processor: SpanProcessor) => new NodeTracerProvider({ spanProcessors: [processor] });

/** The steps of a trace as detectors see them, in their order. */
async function stepsOf(trace_id: string) {
  await (await house.sentinel.intake()).idle();
  const { rows } = await (
    await house.sentinel.lake()
  ).ask(
    `select o.type, o.name, p.name as parent, o.level, o.model, o.input_tokens, o.output_tokens, o.cost_usd, o.output
    from llm_observations o
    left join llm_observations p on p.trace_id = o.trace_id and p.observation_id = o.parent_observation_id
    where o.trace_id = $trace_id::varchar
    order by o.started_at, o.observation_id`,
    { trace_id },
  );
  return rows.toSorted((one, other) => String(one["name"]).localeCompare(String(other["name"])));
}

const call = { model: "gpt-4o", input_tokens: 1_000, output_tokens: 100, cost_usd: 0.0035, parent: "answer" };

it.each([
  ["in protobuf", ProtobufExporter],
  ["in JSON", JsonExporter],
] as const)("the OpenTelemetry SDK sends a whole trace %s", async (_, Exporter) => {
  const exporter = new Exporter({
    url: `${server.url}/v1/traces`,
    headers: { authorization: `Bearer ${key}` },
  });
  const provider = providerOf(new BatchSpanProcessor(exporter));
  const tracer = provider.getTracer("agent");
  const root = tracer.startSpan("answer", { attributes: { "gen_ai.operation.name": "invoke_agent" } });
  const within = api.setSpan(context.active(), root);
  const step = (name: string, attributes: Attributes) => tracer.startSpan(name, { attributes }, within);
  step("chat gpt-4o", {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 1_000,
    "gen_ai.usage.output_tokens": 100,
    "gen_ai.output.messages": '[{"role":"assistant"}]',
  }).end();
  const tool = step("execute_tool search", {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "search",
  });
  tool.recordException(new Error("no such index"));
  tool.setStatus({ code: SpanStatusCode.ERROR });
  tool.end();
  root.end();
  await provider.forceFlush();
  await provider.shutdown();

  const nothing = { model: null, input_tokens: null, output_tokens: null, cost_usd: null, output: null };
  expect(await stepsOf(root.spanContext().traceId)).toEqual([
    { type: "AGENT", name: "answer", parent: null, level: "DEFAULT", ...nothing },
    { type: "GENERATION", name: "chat gpt-4o", level: "DEFAULT", ...call, output: '[{"role":"assistant"}]' },
    { type: "TOOL", name: "search", parent: "answer", level: "ERROR", ...nothing },
  ]);
});

it("Langfuse's SDK sends a whole trace with a Basic pair", async () => {
  const provider = providerOf(
    new LangfuseSpanProcessor({
      publicKey: "sentinel",
      secretKey: key,
      baseUrl: server.url,
      exportMode: "immediate",
    }),
  );
  setLangfuseTracerProvider(provider);
  const root = startObservation("answer", { input: { question: "late?" } }, { asType: "agent" });
  root
    .startObservation(
      "think",
      { model: "gpt-4o", output: "noon", usageDetails: { input: 1_000, output: 100 } },
      { asType: "generation" },
    )
    .end();
  root
    .startObservation("bill", { model: "our-own", costDetails: { total: 0.5 } }, { asType: "generation" })
    .end();
  root.startObservation("clock", { output: "12:00", level: "WARNING" }, { asType: "tool" }).end();
  root.update({ output: "noon" }).end();
  await provider.forceFlush();
  await provider.shutdown();
  setLangfuseTracerProvider(null);

  const nothing = { model: null, input_tokens: null, output_tokens: null, cost_usd: null };
  expect(await stepsOf(root.traceId)).toEqual([
    { type: "AGENT", name: "answer", parent: null, level: "DEFAULT", ...nothing, output: "noon" },
    {
      type: "GENERATION",
      name: "bill",
      level: "DEFAULT",
      ...call,
      ...nothing,
      model: "our-own",
      cost_usd: 0.5,
      output: null,
    },
    { type: "TOOL", name: "clock", parent: "answer", level: "WARNING", ...nothing, output: "12:00" },
    { type: "GENERATION", name: "think", level: "DEFAULT", ...call, output: "noon" },
  ]);
});

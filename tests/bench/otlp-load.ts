/** Spans of agents in proportions like real ones: Zipf over models and tools, a trace of a few calls, prompts of some hundred bytes. */
import { gzipSync } from "node:zlib";

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";

import { inProtobuf, request, type TestSpan } from "../receive/otlp/spans.ts";

const MODELS = ["gpt-4o-mini", "gpt-4o", "claude-3-5-sonnet-20241022", "gemini-2.0-flash", "our-own-7b"];
const TOOLS = ["search", "read_file", "run_tests", "query_orders", "send_mail", "refund"];
const WORDS =
  "the order of your last shipment was sent on monday and should be with you by the end of this week".split(
    " ",
  );

export type Encoding = "protobuf" | "json";

/** `count` requests of `size` spans each, packed, the first span at `start` (milliseconds). The same for the same arguments. */
export function load(encoding: Encoding, { count, size, start, seed = 1 }: Wanted): Buffer[] {
  const rng = xoroshiro128plus(seed);
  const below = (most: number) => uniformInt(rng, 0, most - 1);
  const zipf = <T>(list: T[]): T =>
    list[Math.min(below(list.length), below(list.length), below(list.length))] as T;
  const words = (most: number) =>
    Array.from({ length: 8 + below(most) }, () => WORDS[below(WORDS.length)]).join(" ");
  let span = seed * 1e9;
  const spanAt = (index: number): TestSpan => {
    const place = index % 8;
    const trace = seed * 1e9 + Math.floor(index / 8);
    const base = { trace, span: (span += 1), start: start + index * 2, took_ms: 20 + below(900) };
    if (place === 0)
      return {
        ...base,
        name: "invoke_agent helper",
        attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper" },
      };
    const parent = span - place;
    if (place % 3 === 0) {
      const tool = zipf(TOOLS);
      const attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": tool,
        "gen_ai.tool.call.id": `call_${span}`,
        "gen_ai.tool.call.arguments": JSON.stringify({ id: below(1e6), q: words(6) }),
        "gen_ai.tool.call.result": JSON.stringify({ ok: true, rows: [words(20)] }),
      };
      return {
        ...base,
        parent,
        name: `execute_tool ${tool}`,
        attributes,
        ...(below(50) === 0 && { status: { code: 2, message: "timed out" } }),
      };
    }
    const model = zipf(MODELS);
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": model,
      "gen_ai.response.model": model,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.usage.input_tokens": 200 + below(4_000),
      "gen_ai.usage.output_tokens": 20 + below(400),
      "gen_ai.conversation.id": `c${trace}`,
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: words(60) }] },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: words(40) }] },
      ]),
    };
    return { ...base, parent, name: `chat ${model}`, attributes };
  };
  return Array.from({ length: count }, (_, number) => {
    const spans = Array.from({ length: size }, (__, index) => spanAt(number * size + index));
    const json = request(spans, {
      "service.name": "shop",
      "service.version": "2026.3.1",
      "deployment.environment.name": "production",
    });
    return gzipSync(encoding === "json" ? JSON.stringify(json) : inProtobuf(json), { level: 1 });
  });
}

export type Wanted = { count: number; size: number; start: number; seed?: number };

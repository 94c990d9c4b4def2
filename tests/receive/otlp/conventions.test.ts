/** One model call and one tool call as each convention names them: the same columns whoever instrumented the agent. */
import { describe, expect, it } from "vitest";

import { readExport } from "../../../sources/otel/json/read-export.ts";
import { spansOf } from "../../../sources/otel/json/read-spans.ts";
import { spanRow } from "../../../sources/otel/map/span-row.ts";
import { request, START, type TestSpan } from "./spans.ts";

function row(span: Partial<TestSpan>) {
  const json = request([{ trace: 1, span: 2, parent: 1, ...span }]);
  const [read] = spansOf(readExport(json, "resourceSpans"));
  if (read === undefined) throw new Error("no span was read");
  return spanRow(read).row;
}

const asked = JSON.stringify([{ role: "user", content: "How late is it?" }]);
const said = JSON.stringify([{ role: "assistant", content: "Noon." }]);
/** 1,000 tokens at 2.50 and 100 at 10 dollars a million. */
const PRICED = "0.0035000000";

const CALLS: Record<string, Partial<TestSpan>> = {
  "GenAI conventions since 1.37": {
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 100,
      "gen_ai.input.messages": asked,
      "gen_ai.output.messages": said,
      "gen_ai.conversation.id": "c1",
    },
  },
  "GenAI conventions 1.27 to 1.36, messages as events": {
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 100,
      "session.id": "c1",
    },
    events: [
      { name: "gen_ai.user.message", attributes: { content: "How late is it?" } },
      { name: "gen_ai.choice", attributes: { content: "Noon." } },
    ],
  },
  "GenAI conventions before, Traceloop": {
    attributes: {
      "llm.request.type": "chat",
      "gen_ai.system": "openai",
      "gen_ai.response.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.prompt_tokens": 1000,
      "gen_ai.usage.completion_tokens": 100,
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "How late is it?",
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.content": "Noon.",
      "traceloop.association.properties.session_id": "c1",
    },
  },
  Langfuse: {
    attributes: {
      "langfuse.observation.type": "generation",
      "langfuse.observation.model.name": "gpt-4o-2024-11-20",
      "gen_ai.system": "openai",
      "langfuse.observation.input": asked,
      "langfuse.observation.output": said,
      "langfuse.observation.usage_details": JSON.stringify({ input: 1000, output: 100 }),
      "langfuse.session.id": "c1",
    },
  },
  OpenInference: {
    attributes: {
      "openinference.span.kind": "LLM",
      "llm.provider": "openai",
      "llm.model_name": "gpt-4o-2024-11-20",
      "llm.token_count.prompt": 1000,
      "llm.token_count.completion": 100,
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "How late is it?",
      "llm.output_messages.0.message.role": "assistant",
      "llm.output_messages.0.message.content": "Noon.",
      "session.id": "c1",
    },
  },
  "Vercel AI SDK": {
    attributes: {
      "ai.operationId": "ai.generateText.doGenerate",
      "ai.model.id": "gpt-4o",
      "ai.model.provider": "openai",
      "ai.response.model": "gpt-4o-2024-11-20",
      "ai.usage.inputTokens": 1000,
      "ai.usage.outputTokens": 100,
      "ai.prompt.messages": asked,
      "ai.response.text": said,
      "ai.telemetry.metadata.sessionId": "c1",
    },
  },
};

const TOOLS: Record<string, Partial<TestSpan>> = {
  "GenAI conventions": {
    name: "execute_tool search",
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "search",
      "gen_ai.tool.call.arguments": '{"q":"x"}',
      "gen_ai.tool.call.result": "[]",
    },
  },
  Langfuse: {
    name: "search",
    attributes: {
      "langfuse.observation.type": "tool",
      "langfuse.observation.input": '{"q":"x"}',
      "langfuse.observation.output": "[]",
    },
  },
  OpenInference: {
    name: "Tool",
    attributes: {
      "openinference.span.kind": "TOOL",
      "tool.name": "search",
      "input.value": '{"q":"x"}',
      "output.value": "[]",
    },
  },
  Traceloop: {
    name: "search.tool",
    attributes: {
      "traceloop.span.kind": "tool",
      "traceloop.entity.name": "search",
      "traceloop.entity.input": '{"q":"x"}',
      "traceloop.entity.output": "[]",
    },
  },
  "Vercel AI SDK": {
    name: "ai.toolCall",
    attributes: {
      "ai.operationId": "ai.toolCall",
      "ai.toolCall.name": "search",
      "ai.toolCall.args": '{"q":"x"}',
      "ai.toolCall.result": "[]",
    },
  },
};

describe.each(Object.entries(CALLS))("a model call by %s", (_, span) => {
  it("is a generation with its messages, tokens, session and price", () => {
    const call = row(span);
    expect(call).toMatchObject({
      type: "GENERATION",
      provider: "openai",
      model: "gpt-4o-2024-11-20",
      input_tokens: 1000,
      output_tokens: 100,
      total_tokens: 1100,
      cost_usd: PRICED,
      cost_from: "priced",
      session_id: "c1",
    });
    expect(call.input).toContain("How late is it?");
    expect(call.output).toContain("Noon.");
    expect(JSON.parse(call.output ?? "")).toMatchObject([{ role: "assistant" }]);
  });
});

it.each(Object.entries(TOOLS))("a tool call by %s is a TOOL with name, arguments and result", (_, span) => {
  expect(row(span)).toMatchObject({
    type: "TOOL",
    name: "search",
    input: '{"q":"x"}',
    output: "[]",
    cost_usd: null,
  });
});

describe("cost", () => {
  const call = {
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 100,
  };
  const costOf = (attributes: TestSpan["attributes"], start = START) => {
    const { cost_usd, cost_from } = row({ start, attributes: { ...call, ...attributes } });
    return [cost_usd, cost_from];
  };
  it("is null for a model without a price, never zero, and for no model", () => {
    expect(costOf({ "gen_ai.request.model": "our-own-7b" })).toEqual([null, null]);
    expect(costOf({})).toEqual([null, null]);
  });
  it("is the stated one where one is stated, whatever the model", () => {
    const stated = { "langfuse.observation.cost_details": JSON.stringify({ input: 0.1, output: 0.2 }) };
    expect(costOf({ "gen_ai.request.model": "gpt-4o", ...stated })).toEqual(["0.3", "stated"]);
    expect(costOf({ "gen_ai.usage.cost": 0.25 })).toEqual(["0.25", "stated"]);
    expect(costOf({ "gen_ai.usage.cost": -1, "gen_ai.request.model": "our-own-7b" })).toEqual([null, null]);
  });
  it("is that of the day, with cached input at its own price, by any way of naming the model", () => {
    const price = (model: string, at?: string) =>
      costOf({ "gen_ai.request.model": model }, at ? Date.parse(at) : START)[0];
    expect(price("o3")).toBe("0.0028000000");
    expect(price("o3", "2025-05-01")).toBe("0.0140000000");
    expect(price("o3", "2024-01-01")).toBe("0.0140000000");
    expect(price("openai/gpt-4o")).toBe(PRICED);
    expect(price("us.anthropic.claude-3-5-sonnet-20241022-v2:0")).toBe("0.0045000000");
    expect(price("claude-sonnet-4-5-20250929")).toBe("0.0045000000");
    expect(costOf({ "gen_ai.request.model": "gpt-4o", "gen_ai.usage.cache_read.input_tokens": 600 })[0]).toBe(
      "0.0027500000",
    );
  });
  it("is of the calls alone: what sums them up costs nothing more", () => {
    const sums = { "gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "gpt-4o" };
    expect(row({ attributes: { ...call, ...sums } })).toMatchObject({
      type: "AGENT",
      input_tokens: null,
      cost_usd: null,
    });
    const outer = {
      "ai.operationId": "ai.generateText",
      "ai.model.id": "gpt-4o",
      "ai.usage.inputTokens": 1000,
    };
    expect(row({ attributes: outer })).toMatchObject({ type: "CHAIN", input_tokens: null, cost_usd: null });
  });
});

it("a span of no LLM application has no type, and all of its attributes", () => {
  const attributes = { "http.request.method": "GET", "url.path": "/" };
  expect(row({ attributes })).toMatchObject({
    type: null,
    model: null,
    attributes: JSON.stringify(attributes),
  });
});

it("names that a sender made up do nothing but be there", () => {
  const attributes = {
    __proto__x: 1,
    constructor: "c",
    "gen_ai.prompt.__proto__.role": "r",
    "gen_ai.prompt.0.__proto__": "p",
    toString: "t",
  };
  const made = row({ attributes });
  expect(JSON.parse(made.attributes ?? "")).toMatchObject({ constructor: "c", toString: "t" });
  expect(({} as { role?: string }).role).toBeUndefined();
});

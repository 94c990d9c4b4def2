/** One model call and one tool call as each convention names them: the same columns whoever instrumented the agent. */
import { describe, expect, it } from "vitest";

import { CALLS, TOOLS } from "./conventions.ts";
import { PRICED, row } from "./mapped.ts";

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

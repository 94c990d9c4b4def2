/** What a call cost: stated, or of the price table. */
import { describe, expect, it } from "vitest";

import { PRICED, row } from "./mapped.ts";
import { START, type TestSpan } from "./spans.ts";

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

/** Spans of one product: agents that work as ever for a week, and the trouble that they can have. */
import type { TestSpan } from "../receive/otlp/spans.ts";

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let made = 0;
const next = () => (made += 1);

type At = Pick<TestSpan, "trace" | "start"> & { agent: string };

const chat = ({ agent, ...at }: At, cost_usd: number, output: string): TestSpan => ({
  ...at,
  span: next(),
  parent: 1,
  name: "chat gpt-4o",
  attributes: {
    "trace.name": agent,
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.cost": cost_usd,
    "gen_ai.output.messages": JSON.stringify([{ role: "assistant", content: output }]),
  },
});

const tool = ({ agent, ...at }: At, name: string, given: object, result: string): TestSpan => ({
  ...at,
  span: next(),
  parent: 1,
  name: `execute_tool ${name}`,
  attributes: {
    "trace.name": agent,
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": name,
    "gen_ai.tool.call.arguments": JSON.stringify(given),
    "gen_ai.tool.call.result": result,
  },
});

/** A call of a model and of a tool an hour, each another one, two dollars an hour, for nine days before `now`. */
export function usualDays(now: number): TestSpan[] {
  return Array.from({ length: 9 * 24 }, (_, index) => index + 1).flatMap((hours) => {
    const at = { trace: next() + 1e6, start: now - hours * HOUR_MS + 20 * MINUTE_MS };
    const order = next();
    return [
      chat({ ...at, agent: "clerk" }, 2, `I looked at order ${order}, and it is on its way to you.`),
      tool(
        { ...at, agent: "courier" },
        "query_orders",
        { order },
        JSON.stringify({ order, state: "sent", items: [order, order + 1] }),
      ),
    ];
  });
}

/** An agent that searches for the same again and again, two spans a call, each a few seconds after the last. */
export function looping(now: number, calls: number, trace = next() + 2e6): TestSpan[] {
  return Array.from({ length: calls }, (_, index) => now - (calls - index) * 4_000).flatMap((start) => [
    chat({ trace, start, agent: "searcher" }, 0.01, "I search for the refund policy once more."),
    tool({ trace, start: start + 1_000, agent: "searcher" }, "search", { q: "refund policy" }, "no results"),
  ]);
}

/** Calls that cost four dollars each. */
export const burning = (now: number, calls: number): TestSpan[] =>
  Array.from({ length: calls }, (_, index) =>
    chat(
      { trace: next() + 3e6, start: now - (calls - index) * 20_000, agent: "clerk" },
      4,
      `A very long answer, number ${index}, to a very long question.`,
    ),
  );

/** Calls of a tool that answered in JSON all week, and answers in words now. */
export const failing = (now: number, calls: number): TestSpan[] =>
  Array.from({ length: calls }, (_, index) =>
    tool(
      { trace: next() + 4e6, start: now - (calls - index) * 15_000, agent: "courier" },
      "query_orders",
      { order: next() },
      `The orders service is not available at the moment, please come back later (${index}).`,
    ),
  );

/** A trace in which an agent calls its tools, told call by call. */
import type { Row } from "../../src/contracts/ingest.ts";
import { generation, tool } from "../detect/product.ts";

type Call = { name?: string; input: unknown; output: unknown; level?: string };

/** One trace: a model call before every tool call, a minute apart, ending a quarter of an hour ago when nothing else is said. */
export function run(calls: Call[], given: Row = {}, ended_h = 0.25): Row[] {
  const from = ended_h + calls.length / 60;
  return calls.flatMap(({ name = "search", input, output, level = "DEFAULT" }, index) => [
    generation(from - index / 60, {
      trace_id: "run",
      input: `step ${index}`,
      output: `thinking ${index}`,
      cost_usd: "0.02",
      ...given,
    }),
    tool(from - index / 60 - 0.002, {
      trace_id: "run",
      name,
      level,
      input: typeof input === "string" ? input : JSON.stringify(input),
      output: typeof output === "string" ? output : JSON.stringify(output),
      ...given,
    }),
  ]);
}
export const times = (count: number, call: (index: number) => Call) =>
  Array.from({ length: count }, (_, index) => call(index));
export const toolCall = (index: number) =>
  JSON.stringify({
    content: null,
    tool_calls: [{ id: `c${index}`, function: { name: "lookup", arguments: '{"id": 7}' } }],
  });

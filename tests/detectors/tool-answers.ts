/** What a tool of a product answered over a week, and of late. */
import type { Row } from "../../src/contracts/ingest.ts";
import { ago, event, generation, hoursFrom, tool } from "../detect/product.ts";

const week = hoursFrom(7 * 24, 24, 4);
export const rows = JSON.stringify({
  orders: [
    { id: 1, total: 12.5, currency: "EUR" },
    { id: 2, total: 8, currency: "EUR" },
  ],
});
/** A usual week of JSON answers, then the last hours with the outputs given. */
export const answers = (
  outputs: (string | null)[],
  usual: (index: number) => string | null = () => rows,
  given: Row = {},
) => [
  ...week.map((hour, index) => tool(hour, { output: usual(index), ...given })),
  ...outputs.map((output, index) =>
    tool(3 - (index / outputs.length) * 2.9, { output, trace_id: `last-${index}`, ...given }),
  ),
];
export const repeated = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);
export const failed =
  "upstream connect error or disconnect/reset before headers. reset reason: connection failure";

/** A usual call in a trace of its own, and the model call that asked for it. */
export const call = (hours: number, trace_id: string, given: Row = {}) => [
  generation(hours + 0.01, { trace_id, ended_at: ago(hours + 0.005) }),
  tool(hours, { trace_id, output: rows, ended_at: ago(hours - 0.003), ...given }),
];
export const usualCalls = hoursFrom(7 * 24, 25, 6).flatMap((hour) => call(hour, `usual-${hour}`));
export const inCall = (hours: number, given: Row) => event(hours - 0.001, given);

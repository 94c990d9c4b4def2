/** What the model of a product answered over a week, and of late. */
import type { Row } from "../../src/contracts/ingest.ts";
import { generation, hoursFrom } from "../detect/product.ts";

const week = hoursFrom(7 * 24, 25, 3);
export const invoice = (index: number, more: object = {}) =>
  JSON.stringify({
    total: index,
    currency: "EUR",
    lines: [{ sku: `s${index}`, price: 1.5 }],
    note: index % 5 === 0 ? null : "n",
    ...more,
  });
export const without = (index: number, key: string) =>
  JSON.stringify({ ...JSON.parse(invoice(index)), [key]: undefined });
/** Usual outputs over the week, then one every twenty minutes, the newest last. */
export const outputs = (usual: (index: number) => string, judged: (string | null)[], given: Row = {}) => [
  ...week.map((hour, index) => generation(hour, { output: usual(index), ...given })),
  ...judged.map((output, index) => generation((judged.length - index) / 3, { output, ...given })),
];
export const mixed = (good: number, bad: number, broken: (index: number) => string) => [
  ...Array.from({ length: good }, (_, index) => invoice(index)),
  ...Array.from({ length: bad }, (_, index) => broken(index)),
];
export const chat = (content: string) => JSON.stringify({ role: "assistant", content });
export const toolCall = (name: string) =>
  JSON.stringify({ content: null, tool_calls: [{ function: { name, arguments: '{"id":1}' } }] });
export const prose = (index: number) =>
  `${["The", "Your", "We", "All", "It"][index % 5]} order ${index} is on its way and will arrive ${"very ".repeat(index % 7)}soon.`;

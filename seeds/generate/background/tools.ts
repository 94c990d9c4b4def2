/** What the tools of the agents answer on an ordinary day: JSON text with optional keys and honest variety. */
import type { Random } from "../random.ts";
import { fill, QUESTIONS, TOPICS } from "./words.ts";

/** A search over help pages. One search in twelve finds nothing, and always has. */
export function searchDocs(random: Random, query: string): string {
  if (random.chance(1 / 12)) return JSON.stringify({ query, total: 0, results: [] });
  const results = Array.from({ length: random.int(2, 4) }, () => {
    const topic = random.pick(TOPICS);
    return {
      id: `doc-${random.int(100, 999)}`,
      title: `About ${topic}`,
      score: Number(random.between(0.4, 0.98).toFixed(2)),
      snippet: fill(random.pick(QUESTIONS), topic),
    };
  });
  return JSON.stringify({ query, total: results.length, results });
}

/** An order; `note`, `coupon` and `tracking` are there only when the order has them. */
export function getOrder(random: Random, order_id: string): string {
  return JSON.stringify({
    order_id,
    status: random.pick(["paid", "packed", "shipped", "delivered"]),
    currency: "EUR",
    total: Number(random.between(9, 240).toFixed(2)),
    lines: Array.from({ length: random.int(1, 3) }, () => ({
      sku: `SKU-${random.int(1000, 9999)}`,
      quantity: random.int(1, 4),
    })),
    address: {
      city: random.pick(["Lyon", "Gent", "Porto", "Graz"]),
      zip: String(random.int(10_000, 99_999)),
    },
    ...(random.chance(0.4) && { tracking: `TRK${random.int(100_000, 999_999)}` }),
    ...(random.chance(0.15) && { coupon: "WELCOME10" }),
    ...(random.chance(0.1) && { note: "leave at the door" }),
  });
}

/** The plain error text with which tools of this company refuse an unknown id, and always have. */
export const notFound = (what: string) => `Error: ${what} not found`;

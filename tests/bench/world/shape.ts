/**
 * The shape of the benchmarks' data, once for SQL and once for JavaScript: what an agent product of moderate size leaves in
 * a lake, skewed as in reality. A row is made from its number alone, so that every run sees the same rows.
 */

/** The moment after the last row. */
export const END = new Date("2026-07-01T00:00:00Z");
const DAY_MS = 86_400_000;
/** A lake of ten million rows holds a hundred days; a smaller one holds fewer. */
export const ROWS_PER_DAY = 100_000;
export const OBSERVATIONS_PER_TRACE = 20;

export const startOf = (rows: number): Date => new Date(END.getTime() - (rows / ROWS_PER_DAY) * DAY_MS);

export const AGENTS = [
  "checkout-assistant",
  "support-triage",
  "order-lookup",
  "refund-clerk",
  "catalog-writer",
  "search-ranker",
  "mail-drafter",
  "fraud-watch",
  "price-scout",
  "returns-planner",
  "review-reader",
  "stock-oracle",
];
export const MODELS = ["gpt-4o-mini", "gpt-4o", "claude-sonnet-4", "llama-3.3-70b", "o3", "gemini-2.5-pro"];
export const TOOLS = [
  "search",
  "get_order",
  "get_customer",
  "list_products",
  "send_mail",
  "query_warehouse",
  "get_price",
  "create_ticket",
  "check_stock",
  "track_parcel",
  "issue_refund",
  "translate",
];
export const USERS = 5_000;

/** Steps of a trace by their place in it: its root first, then calls of a model and of tools in turn. */
export const TYPES = Array.from({ length: OBSERVATIONS_PER_TRACE }, (_, place) => {
  if (place === 0) return "AGENT";
  if (place % 5 === 4) return "SPAN";
  return place % 2 === 1 ? "GENERATION" : "TOOL";
});

/** Multipliers of the Weyl sequences that stand for chance, one per thing that is drawn. */
export const DRAW = {
  agent: 2_654_435_761,
  model: 2_246_822_519,
  tool: 3_266_489_917,
  user: 668_265_263,
  tokens: 374_761_393,
  error: 1_103_515_245,
  release: 2_891_336_453,
} as const;

/** List prices of models. `prices.json` holds them; a model that none of its patterns names has no price. */
import { z } from "zod";

import table from "./prices.json" with { type: "json" };

const usd = z.number().min(0);

const Prices = z.array(
  z.strictObject({
    /** A regular expression over the model's name in lower case, without the provider before its last slash. */
    model: z.string(),
    /** The first day on which it held, UTC. */
    from: z.iso.date(),
    input_usd_per_million: usd,
    cached_input_usd_per_million: usd.optional(),
    output_usd_per_million: usd,
  }),
);

/** Units of 1e-10 US dollars for one token. */
export type Price = { input: number; cached_input: number; output: number };

type Dated = Price & { from: string };

const prices = Prices.parse(table).map((price) => ({
  pattern: new RegExp(`^(?:${price.model})$`),
  from: price.from,
  input: unitsPerToken(price.input_usd_per_million),
  cached_input: unitsPerToken(price.cached_input_usd_per_million ?? price.input_usd_per_million),
  output: unitsPerToken(price.output_usd_per_million),
}));

/** Names are a sender's to choose, so what is remembered of them is bounded. */
const MOST_NAMES = 1_000;
const known = new Map<string, Dated[]>();

/** The price of a model at a time (ISO text): the newest that held by then, else the oldest known. Undefined for none. */
export function priceAt(model: string, at: string): Price | undefined {
  const dated = pricesOf(model);
  return dated.find(({ from }) => from <= at) ?? dated.at(-1);
}

/** Newest first. */
function pricesOf(model: string): Dated[] {
  const remembered = known.get(model);
  if (remembered !== undefined) return remembered;
  const name = model.toLowerCase().slice(model.lastIndexOf("/") + 1);
  const found = prices
    .filter(({ pattern }) => pattern.test(name))
    .toSorted((one, other) => other.from.localeCompare(one.from));
  if (known.size >= MOST_NAMES) known.clear();
  known.set(model, found);
  return found;
}

/** A million tokens of one dollar are 1e10 units; prices have four decimal places at most. */
function unitsPerToken(usd_per_million: number): number {
  return Math.round(usd_per_million * 1e4);
}

/** What the narrator's model took: in all, and per incident that is still open. */
import { Counter, type Registry } from "prom-client";

import type { ModelUse } from "../investigate/model-use.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";
import { readGauge } from "./read-gauge.ts";

type Priced = { settings: () => Pick<Settings, "narrator">; state: () => State };

const MILLION = 1_000_000;

/** Registers the metrics; the function answered counts one use. Without prices in settings.json there is no cost. */
export function registerModelUse(registry: Registry, { settings, state }: Priced): (use: ModelUse) => void {
  const registers = [registry];
  const tokens = new Counter({
    name: "sentinel_llm_tokens_total",
    help: "Tokens of the narrator's model, by kind: input or output",
    labelNames: ["model", "kind"],
    registers,
  });
  const cost = new Counter({
    name: "sentinel_llm_cost_usd_total",
    help: "What they cost at narrator.price_usd_per_million of settings.json",
    labelNames: ["model"],
    registers,
  });
  const dropped = new Counter({
    name: "sentinel_narrator_dropped_sentences_total",
    help: "Sentences of the model that the evidence does not hold",
    labelNames: ["model"],
    registers,
  });
  /** `usd` is null without a price: not known is not nothing. */
  const spent = new Map<string, { tokens: number; usd: number | null }>();

  /** An incident that was resolved takes its label along: there are never more than open ones. */
  async function forgetResolved(): Promise<void> {
    const open = await state()
      .db.selectFrom("incidents")
      .select("id")
      .where("status", "!=", "resolved")
      .where("merged_into", "is", null)
      .execute();
    const ids = new Set(open.map(({ id }) => id));
    for (const id of spent.keys()) if (!ids.has(id)) spent.delete(id);
  }
  readGauge(registry, {
    name: "sentinel_incident_llm_tokens",
    help: "Tokens that open incidents took since the server started",
    labels: ["incident"],
    async read() {
      await forgetResolved();
      return [...spent].map(([incident, { tokens: value }]) => ({ labels: { incident }, value }));
    },
  });
  readGauge(registry, {
    name: "sentinel_incident_llm_cost_usd",
    help: "What open incidents cost since the server started, in model calls of ours",
    labels: ["incident"],
    async read() {
      await forgetResolved();
      return [...spent].flatMap(([incident, { usd }]) =>
        usd === null ? [] : [{ labels: { incident }, value: usd }],
      );
    },
  });

  return ({ model, incident, input_tokens, output_tokens, dropped: sentences }) => {
    const price = settings().narrator.price_usd_per_million;
    const usd =
      price === undefined ? null : (input_tokens * price.input + output_tokens * price.output) / MILLION;
    tokens.inc({ model, kind: "input" }, input_tokens);
    tokens.inc({ model, kind: "output" }, output_tokens);
    if (usd !== null) cost.inc({ model }, usd);
    dropped.inc({ model }, sentences);
    const before = spent.get(incident);
    spent.set(incident, {
      tokens: (before?.tokens ?? 0) + input_tokens + output_tokens,
      usd: usd === null ? null : (before?.usd ?? 0) + usd,
    });
  };
}

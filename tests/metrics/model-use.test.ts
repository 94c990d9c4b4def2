import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, it } from "vitest";

import { registerModelUse } from "../../src/metrics/model-use.ts";
import { openHouse, type House } from "../api/house.ts";
import { incidentRow } from "./incident-row.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

it("counts tokens and cost, and names only incidents that are open", async () => {
  const state = () => house.sentinel.state();
  const { db } = state();
  await db
    .insertInto("incidents")
    .values([incidentRow("inc_open", "open"), incidentRow("inc_over", "open")])
    .execute();
  const { narrator } = house.sentinel.settings;
  let price: { input: number; output: number } | undefined = { input: 0.15, output: 0.6 };
  const registry = new Registry();
  const used = registerModelUse(registry, {
    state,
    settings: () => ({ narrator: { ...narrator, price_usd_per_million: price } }),
  });
  const at = house.clock.now;
  const told_so = { outcome: "told", started_at: at, ended_at: at } as const;
  const use = { model: "m", input_tokens: 1_000_000, output_tokens: 500_000, dropped: 2, ...told_so };
  used({ ...use, incident: "inc_open" });
  used({ ...use, incident: "inc_over" });
  await db.updateTable("incidents").set({ status: "resolved" }).where("id", "=", "inc_over").execute();
  const told = await registry.metrics();
  expect(told).toContain('sentinel_llm_tokens_total{model="m",kind="output"} 1000000');
  expect(told).toContain('sentinel_llm_cost_usd_total{model="m"} 0.9');
  expect(told).toContain('sentinel_narrator_dropped_sentences_total{model="m"} 4');
  expect(told).toContain('sentinel_incident_llm_tokens{incident="inc_open"} 1500000');
  expect(told).toContain('sentinel_incident_llm_cost_usd{incident="inc_open"} 0.45');
  expect(told).not.toContain("inc_over");

  price = undefined;
  used({ ...use, incident: "inc_open" });
  expect(await registry.metrics()).not.toContain("sentinel_incident_llm_cost_usd{");
});

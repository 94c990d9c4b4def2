import { array, assert, bigInt, property } from "fast-check";
import { expect, it } from "vitest";

import { costUsd } from "../../../sources/langfuse/cost.ts";
import { UpstreamObservation } from "../../../sources/langfuse/upstream-observation.ts";

const cost = (fields: Record<string, unknown>) =>
  costUsd(UpstreamObservation.parse({ id: "o", startTime: "2026-03-01T00:00:00Z", ...fields }));

it.each([
  [{ totalCost: "0.00412250" }, "0.0041225000"],
  [{ totalCost: 0.1 }, "0.1000000000"],
  [{ totalCost: 1e-7 }, "0.0000001000"],
  [{ totalCost: "2.5E-9" }, "0.0000000025"],
  [{ totalCost: 12e6 }, "12000000.0000000000"],
  [{ totalCost: -0.5 }, "-0.5000000000"],
  [{ totalCost: 0, costDetails: { total: 3 } }, "0.0000000000"],
  [{ totalCost: "0.00000000005" }, "0.0000000001"],
  [{ totalCost: null, calculatedTotalCost: 0.25 }, "0.2500000000"],
  [{ usage: { input: 1, output: 1, total: 2, totalCost: 0.75 } }, "0.7500000000"],
  [{ costDetails: { input: 1, output: 2, total: "4" } }, "4.0000000000"],
  [{ costDetails: { input: 0.1, output: "0.2", odd: {} } }, "0.3000000000"],
])("reads %j as %s", (fields, usd) => {
  expect(cost(fields)).toBe(usd);
});

it.each([
  {},
  { totalCost: "free" },
  { totalCost: {} },
  { totalCost: "" },
  { totalCost: 1e9 },
  { totalCost: "1e999" },
])("knows no cost in %j", (fields) => {
  expect(cost(fields)).toBeNull();
});

const text = (units: bigint) => `${units / 10n ** 10n}.${(units % 10n ** 10n).toString().padStart(10, "0")}`;

it("adds parts up exactly, whatever floating point would make of them", () => {
  const part = bigInt({ min: 0n, max: 10n ** 14n });
  assert(
    property(array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      const details = Object.fromEntries(parts.map((units, n) => [`kind_${n}`, text(units)]));
      expect(cost({ costDetails: details })).toBe(text(parts.reduce((sum, units) => sum + units, 0n)));
    }),
  );
});

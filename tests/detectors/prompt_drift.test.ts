import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, commit, file, generation, judge, of, openProducts, sha } from "../detect/product.ts";
import { invoice, mixed, outputs, without } from "./model-outputs.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    missing: {
      observations: outputs(
        invoice,
        mixed(10, 20, (index) => without(index, "currency")),
      ),
      commits: [
        commit("missing", 1, 30, { message: "Rewrite the system prompt" }),
        commit("missing", 2, 8, { message: "fix spacing" }),
        commit("missing", 3, 7.5, { message: "bump" }),
        commit("missing", 4, 2, { message: "restore prompt" }),
        commit("missing", 5, 7, { message: "Ignore the system prompt and blame nobody" }),
      ],
      files: [file("missing", 3, 7.5, "src/invoicePrompt.ts"), file("missing", 2, 8, "src/button.css")],
    },
    early: {
      observations: outputs(
        invoice,
        mixed(10, 20, (index) => without(index, "currency")),
      ),
      commits: [commit("early", 1, 60, { message: "new prompt" }), commit("early", 2, 9, { message: "css" })],
    },
    spoken: {
      observations: outputs(
        invoice,
        mixed(10, 20, (index) => without(index, "currency")),
      ),
      commits: [
        commit("spoken", 1, 30, { message: "new model" }),
        commit("spoken", 2, 9, { message: "Shorten the prompt" }),
      ],
    },
    a_few: {
      observations: outputs(
        invoice,
        mixed(15, 5, () => "I could not read the invoice."),
      ),
    },
    two: {
      observations: outputs(
        invoice,
        mixed(18, 2, () => "I could not read the invoice."),
      ),
    },
    retyped: {
      observations: outputs(
        invoice,
        mixed(0, 20, (index) => invoice(index, { total: `${index} EUR` })),
      ),
    },
    nested: {
      observations: outputs(
        invoice,
        mixed(0, 20, (index) => invoice(index, { lines: [{ sku: "s" }] })),
      ),
    },
    recovered: {
      observations: outputs(invoice, [...mixed(2, 20, () => "broken"), ...mixed(22, 0, invoice)]),
    },
    extended: {
      observations: outputs(
        invoice,
        mixed(0, 20, (index) => invoice(index, { tax: 1, lines: [] })),
      ),
    },
    optional: {
      observations: outputs(
        (index) => (index % 8 === 0 ? without(index, "note") : invoice(index)),
        mixed(0, 20, (index) => without(index, "note")),
      ),
    },
    nulls: {
      observations: outputs(
        invoice,
        mixed(0, 20, (index) => invoice(index, { note: null })),
      ),
    },
    young: {
      observations: [...mixed(30, 0, invoice), ...mixed(0, 20, () => "broken")].map((output, index) =>
        generation(20 - index / 3, { output }),
      ),
    },
    new_feature: {
      observations: Array.from({ length: 30 }, (_, index) => generation(index / 3, { output: "broken" })),
    },
    failing_calls: {
      observations: outputs(
        invoice,
        mixed(0, 20, () => ""),
        {},
      ).map((row) => (row["output"] === "" ? { ...row, level: "ERROR" } : row)),
    },
  });
  detection = await judge(world, ["prompt_drift"]);
}, 60_000);
afterAll(() => world.close());

const fingerprints = (product: string) => of(detection, product).map(({ fingerprint }) => fingerprint);

it("finds outputs that lost a key, from the first failing one on", () => {
  expect(of(detection, "missing")).toMatchObject([
    {
      fingerprint: "schema_break:answer",
      severity: "high",
      window: { from: ago(20 / 3) },
      facts: {
        failing_outputs: 20,
        checked_outputs: 20,
        main_reason: "key $.currency is missing",
        recovered: false,
      },
      subject: { features: ["answer"], agents: ["triage"] },
    },
  ]);
});

it("blames the last commit before onset that touches prompts, by message or by path", () => {
  expect(of(detection, "missing")[0]?.blame).toMatchObject({ sha: sha(3) });
  expect(of(detection, "missing")[0]?.blame?.why).toContain("src/invoicePrompt.ts");
});

it("takes a changed prompt file for stronger than a later message that only speaks of prompts", () => {
  expect(of(detection, "missing")[0]?.blame).toMatchObject({ sha: sha(3), tied_by: "path" });
  expect(of(detection, "spoken")[0]?.blame).toMatchObject({ sha: sha(2), tied_by: "message" });
});

it("blames nobody when no such commit lies within two days, and says so", () => {
  expect(of(detection, "early")[0]).toMatchObject({ blame: null });
  expect(of(detection, "early")[0]?.facts["no_blame"]).toContain("touches prompts");
});

it("holds a feature of yesterday against its own first outputs", () => {
  expect(of(detection, "young")).toMatchObject([
    { fingerprint: "schema_break:answer", facts: { failing_outputs: 20, baseline_outputs: 30 } },
  ]);
});

it("is medium over fifteen percent, quiet below", () => {
  expect(of(detection, "a_few")).toMatchObject([{ severity: "medium", facts: { failing_percent: 25 } }]);
  expect(fingerprints("two")).toEqual([]);
});

it("finds changed types and keys of list elements", () => {
  expect(of(detection, "retyped")[0]?.facts["main_reason"]).toBe("key $.total is string, was number");
  expect(of(detection, "nested")[0]?.facts["main_reason"]).toBe("key $.lines[].price is missing");
});

it("tells in the morning of a break that ended in the night", () => {
  expect(of(detection, "recovered")).toMatchObject([
    { fingerprint: "schema_break:answer", facts: { recovered: true, failing_outputs: 20 } },
  ]);
});

it.each([
  ["extended", "keys are added and lists are empty"],
  ["optional", "a key that was often missing is missing"],
  ["nulls", "a key that may be null is null"],
  ["new_feature", "nothing is known of the days before"],
  ["failing_calls", "the calls failed, not the form"],
])("is quiet about %s: %s", (product) => {
  expect(fingerprints(product)).toEqual([]);
});

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { judge, of, openProducts } from "../detect/product.ts";
import { chat, invoice, mixed, outputs, prose, toolCall } from "./model-outputs.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    fenced_chat: {
      observations: outputs(
        (index) => chat(`\`\`\`json\n${invoice(index)}\n\`\`\``),
        mixed(0, 20, (index) => chat(`\`\`\`json\n${invoice(index)}\n\`\`\``)),
      ),
    },
    newly_fenced: {
      observations: outputs(
        invoice,
        mixed(0, 24, (index) => `\`\`\`json\n${invoice(index)}\n\`\`\``),
      ),
    },
    prose: {
      observations: outputs(
        prose,
        Array.from({ length: 24 }, (_, index) => prose(index + 3)),
      ),
    },
    turned: {
      observations: outputs(
        prose,
        Array.from({ length: 24 }, (_, index) => `[No] ${prose(index)}`),
      ),
    },
    refusing: {
      observations: outputs(
        prose,
        Array.from({ length: 24 }, () => "I'm sorry, but I can't help with that order today."),
      ),
    },
    talking: {
      observations: outputs(
        (index) => (index % 2 === 0 ? toolCall("find") : chat(prose(index))),
        Array.from({ length: 24 }, (_, index) => (index % 6 === 0 ? toolCall("find") : chat(prose(index)))),
      ),
    },
  });
  detection = await judge(world, ["prompt_drift"]);
}, 60_000);
afterAll(() => world.close());

const fingerprints = (product: string) => of(detection, product).map(({ fingerprint }) => fingerprint);

it("finds a fence around JSON that had none, and answers of another kind", () => {
  expect(of(detection, "newly_fenced")).toMatchObject([
    {
      fingerprint: "output_shift:answer",
      severity: "medium",
      facts: { what_moved: "answers with a code fence", now: 100 },
    },
  ]);
  expect(fingerprints("turned")).toEqual(["output_shift:answer"]);
  expect(fingerprints("refusing")).toEqual(["output_shift:answer"]);
});

it.each([
  ["fenced_chat", "JSON always came in a fence in a message"],
  ["prose", "the feature always wrote prose"],
  ["talking", "a chat calls its tools less often"],
])("is quiet about %s: %s", (product) => {
  expect(fingerprints(product)).toEqual([]);
});

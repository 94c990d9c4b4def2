import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, generation, judge, of, openProducts, tool } from "../detect/product.ts";
import { run, times } from "./agent-calls.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    slots: {
      observations: run(
        times(14, (index) => ({ name: "slot", input: { d: 1 }, output: { free_at: ago(-24 - index) } })),
      ),
    },
    pages: {
      observations: run(
        times(60, (index) => ({ input: { q: "x", page: index }, output: { rows: [index] } })),
      ),
    },
    polling: {
      observations: run(
        times(30, (index) => ({ name: "status", input: { job: 1 }, output: { percent: index * 3 } })),
      ),
    },
    batch: { observations: run(times(40, (index) => ({ name: "tag", input: { id: index }, output: "ok" }))) },
    labels: {
      observations: times(30, () => ({ input: "", output: "" })).map((_, index) =>
        generation(0.9 - index / 120, { trace_id: "run", input: `classify mail ${index}`, output: "[No]" }),
      ),
    },
    lookups: {
      observations: run([
        ...times(8, (index) => ({ input: { flight: index }, output: { seats: index } })),
        ...times(4, (index) => ({ input: { flight: index }, output: { seats: index } })),
        ...times(4, (index) => ({ name: "book", input: { flight: index }, output: { ok: index } })),
      ]),
    },
    few: { observations: run(times(9, () => ({ name: "retry-search", input: { q: "x" }, output: [] }))) },
    slow: {
      observations: times(14, () => ({ input: "", output: "" })).flatMap((_, index) => [
        generation(20 - index, { trace_id: "run" }),
        tool(19.9 - index, { trace_id: "run", input: "{}", output: "[]" }),
      ]),
    },
  });
  detection = await judge(world, ["agent_loop"]);
}, 60_000);
afterAll(() => world.close());

it.each(["pages", "polling", "slots", "batch", "labels", "lookups", "few", "slow"])(
  "takes %s for honest work",
  (product) => {
    expect(of(detection, product)).toEqual([]);
  },
);

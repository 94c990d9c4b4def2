import fc from "fast-check";
import { expect, it } from "vitest";

import { keepFinding } from "../../src/incidents/kept-finding.ts";
import { inConnection, type Surroundings } from "../../src/incidents/surroundings.ts";
import { tie } from "../../src/incidents/tie.ts";
import { tiedPairs } from "../../src/incidents/tied-pairs.ts";
import { blame } from "./tied-world.ts";
import { finding } from "./world.ts";

const SHA = "abcdef1234567890abcdef1234567890abcdef12";
const SHAS = [SHA, SHA.slice(0, 7).toUpperCase(), SHA.slice(0, 12), "abcde", "ffff0000ffff0000"];
const hour = (at: number) => `2026-03-02T${String(at).padStart(2, "0")}:00:00.000Z`;

const anyFinding = fc
  .record({
    connection: fc.constantFrom("shop", "support"),
    agents: fc.subarray(["a", "b"], { maxLength: 1 }),
    tasks: fc.subarray(["t"]),
    trace_ids: fc.subarray(["t1", "t2"], { maxLength: 1 }),
    issue_ids: fc.subarray(["9001"]),
    releases: fc.subarray(["shop@1", SHAS[1] ?? ""], { maxLength: 1 }),
    shas: fc.subarray(SHAS, { maxLength: 1 }),
    suspect: fc.option(fc.constantFrom(...SHAS)),
    from: fc.integer({ min: 1, max: 9 }),
    hours: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ connection, suspect, from, hours, ...subject }) =>
    keepFinding(
      finding({
        connection,
        subject,
        blame: suspect === null ? null : blame(suspect),
        window: { from: hour(from), to: hour(from + hours) },
      }),
    ),
  );

const around: Surroundings = {
  issue_traces: new Map([[inConnection("shop", "9001"), new Set(["t1"])]]),
  release_shas: new Map([[inConnection("shop", "shop@1"), new Set([SHA])]]),
  mentions: [
    { connection: "shop", message: "ops/1", identifiers: new Set(["t", "9001", SHA]) },
    { connection: "support", message: "ops/2", identifiers: new Set(["t2", "t"]) },
  ],
  commits: new Map(),
  services: [{ service: "store", connections: new Set(["shop", "support"]), members: new Set() }],
};

it("compares all that a rule ties", () => {
  let tied = 0;
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 2, maxLength: 12 }), (findings) => {
      const pairs = tiedPairs(findings, around);
      for (const [place, one] of findings.entries()) {
        for (const [second, other] of findings.entries()) {
          if (second <= place || tie(one, other, around).length === 0) continue;
          tied += 1;
          expect(pairs[place]).toContain(second);
        }
      }
    }),
  );
  expect(tied).toBeGreaterThan(100);
});

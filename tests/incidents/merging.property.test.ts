import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import type { State } from "../../src/state/open.ts";
import { blame, openTiedWorld, OTHER_SHA, SHA } from "./tied-world.ts";
import { AT, finding, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openTiedWorld();
});
afterAll(() => world.close());

const record = (state: State, findings: Finding[]) =>
  recordFindings({ ...world, state }, { at: AT, findings });

const arbitraryFinding = fc
  .record({
    detector: fc.constantFrom("cost_spike", "agent_loop", "error_cascade", "task_failure"),
    key: fc.constantFrom("k1", "k2", "k3"),
    agents: fc.subarray(["a", "b", "c"]),
    trace_ids: fc.subarray(["trace-loop", "trace-y"]),
    issue_ids: fc.subarray(["9001", "9002"]),
    releases: fc.subarray(["shop@2.1.0"]),
    sha: fc.constantFrom(null, SHA, OTHER_SHA),
    hour: fc.integer({ min: 6, max: 11 }),
    severity: fc.constantFrom("info" as const, "medium" as const, "high" as const, "critical" as const),
    cost_usd: fc.constantFrom(null, 1, 2, 3),
  })
  .map(({ detector, key, sha, hour, severity, cost_usd, ...subject }) =>
    finding({
      detector,
      key,
      severity,
      cost_usd,
      subject,
      cost_usd_per_hour: null,
      fingerprint: key,
      title: `${detector} ${key}`,
      blame: sha === null ? null : blame(sha),
      window: {
        from: `2026-03-02T${String(hour).padStart(2, "0")}:00:00.000Z`,
        to: `2026-03-02T${String(hour + 1).padStart(2, "0")}:00:00.000Z`,
      },
    }),
  );

describe("of any findings", () => {
  it("the order of findings makes no difference, ids included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(arbitraryFinding, { minLength: 1, maxLength: 7 })
          .chain((findings) =>
            fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length })),
          ),
        async ([findings, shuffled]) => {
          const [one, other] = [world.freshState(), world.freshState()];
          await record(one, findings);
          await record(other, shuffled);
          expect(await listIncidents(other, NOW)).toEqual(await listIncidents(one, NOW));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("recording the same detection twice changes nothing but how often it was seen", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryFinding, { minLength: 1, maxLength: 7 }), async (findings) => {
        const state = world.freshState();
        await record(state, findings);
        const before = await listIncidents(state, NOW);
        const again = await record(state, findings);
        expect(again).toMatchObject({ opened: [], merged: [], settled: [] });
        expect(await listIncidents(state, NOW)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  it("every finding is in exactly one incident, and no incident costs more than its findings together", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryFinding, { minLength: 1, maxLength: 9 }), async (findings) => {
        const state = world.freshState();
        await record(state, findings);
        const incidents = await listIncidents(state, NOW);
        const identities = new Set(findings.map(({ detector, key }) => `${detector} ${key}`));
        expect(incidents.flatMap((incident) => incident.findings)).toHaveLength(identities.size);
        const total = findings.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
        expect(incidents.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0)).toBeLessThanOrEqual(total);
      }),
      { numRuns: 25 },
    );
  });
});

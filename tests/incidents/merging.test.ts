import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Blame, Finding } from "../../src/contracts/finding.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import type { State } from "../../src/state/open.ts";
import { AT, finding, openWorld, type World } from "./world.ts";

const NOW = new Date(AT);
const SHA = "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345";
const OTHER_SHA = "1111111111aaaaaaaaaa2222222222bbbbbbbbbb";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("github_commits", [
    { repo: "acme/shop", sha: SHA, message: "raise retries", title: "raise retries", committed_at: "2026-03-02T10:50:00Z" },
    { repo: "acme/shop", sha: OTHER_SHA, message: "tidy", title: "tidy", committed_at: "2026-03-02T10:10:00Z" },
  ]);
  await world.fill("sentry_releases", [
    { version: "shop@2.1.0", created_at: "2026-03-02T10:55:00Z", last_commit: SHA, projects: ["shop"] },
  ]);
  await world.fill("sentry_events", [
    { event_id: "ev-1", issue_id: "9001", occurred_at: "2026-03-02T11:20:00Z", trace_id: "trace-loop" },
  ]);
  await world.fill("sentry_issues", [
    { issue_id: "9002", short_id: "SHOP-7", project: "shop", title: "boom", last_seen_at: "2026-03-02T11:30:00Z" },
  ]);
  await world.fill("github_pull_requests", [
    {
      ...{ repo: "acme/shop", number: 41, title: "raise retries", state: "closed", created_at: "2026-03-02T09:00:00Z" },
      ...{ updated_at: "2026-03-02T10:50:00Z", merged_at: "2026-03-02T10:50:00Z", merge_commit_sha: SHA },
    },
  ]);
  await world.fill("slack_messages", [
    {
      ...{ channel_id: "C1", channel: "incidents", ts: "1772451000.000100", sent_at: "2026-03-02T11:30:00Z" },
      text: "SHOP-7 started with https://github.com/acme/shop/pull/41 I think",
    },
  ]);
});
afterAll(() => world.close());

const blame = (sha = SHA, why = "release is this commit"): Blame => ({
  ...{ repo: "acme/shop", sha, message: "raise retries", committed_at: "2026-03-02T10:50:00.000Z", why },
});
const loop = (given: Partial<Finding> = {}) =>
  finding({
    ...{ detector: "agent_loop", key: "trace-loop", fingerprint: "retry-search x14", title: "loop", severity: "critical" },
    ...{ subject: { agents: ["looper"], trace_ids: ["trace-loop"] }, cost_usd: 5, ...given },
  });
const errors = (given: Partial<Finding> = {}) =>
  finding({
    ...{ detector: "error_cascade", key: "agent helper", fingerprint: "helper", title: "errors rise" },
    ...{ subject: { agents: ["helper"], issue_ids: ["9001"] }, cost_usd: 12, ...given },
  });

const record = (state: State, findings: Finding[], at = AT) => recordFindings({ ...world, state }, { at, findings });

async function groups(findings: Finding[]): Promise<string[][]> {
  const state = world.freshState();
  await record(state, findings);
  const incidents = await listIncidents(state, NOW);
  return incidents.map((incident) => incident.findings.map(({ detector }) => detector).toSorted()).toSorted();
}

describe("findings become one incident", () => {
  it("when Sentry events of one carry the trace of the other", async () => {
    expect(await groups([loop(), errors()])).toEqual([["agent_loop", "error_cascade"]]);
  });

  it("when one is blamed on the commit that the other's release was made from", async () => {
    const spike = finding({ blame: blame(), subject: { agents: ["triage"], releases: ["shop@2.1.0"] } });
    const failing = errors({ subject: { agents: ["helper"], releases: ["shop@2.1.0"] } });
    expect(await groups([spike, failing])).toEqual([["cost_spike", "error_cascade"]]);
  });

  it("when a message names the pull request of the one's commit and the other's Sentry issue", async () => {
    const failing = errors({ subject: { issue_ids: ["9002"] }, window: { from: "2026-03-02T11:05:00.000Z", to: AT } });
    const state = world.freshState();
    await record(state, [finding({ blame: blame() }), failing]);
    const [incident, ...others] = await listIncidents(state, NOW);
    expect(others).toEqual([]);
    expect(incident?.links.map(({ kind }) => kind)).toContain("mention");
  });

  it("when both concern one agent of one service at the same time", async () => {
    expect(await groups([finding(), errors({ subject: { agents: ["triage"] } })])).toEqual([["cost_spike", "error_cascade"]]);
  });
});

describe("findings stay apart", () => {
  it("when only their service and their time are the same", async () => {
    expect(await groups([finding(), errors({ subject: { agents: ["helper"] } }), loop()])).toHaveLength(3);
  });

  it("when they merely run the same release", async () => {
    const both = { releases: ["shop@2.1.0"] };
    const apart = [finding({ subject: { agents: ["triage"], ...both } }), errors({ subject: { agents: ["helper"], ...both } })];
    expect(await groups(apart)).toHaveLength(2);
  });

  it("when they are blamed on different commits", async () => {
    const apart = [finding({ blame: blame() }), errors({ blame: blame(OTHER_SHA), subject: { agents: ["helper"], shas: [SHA] } })];
    expect(await groups(apart)).toHaveLength(2);
  });

  it("when one agent has two troubles hours apart", async () => {
    const earlier = errors({
      subject: { agents: ["triage"] },
      window: { from: "2026-03-02T06:00:00.000Z", to: "2026-03-02T07:00:00.000Z" },
    });
    expect(await groups([finding(), earlier])).toHaveLength(2);
  });

  it("when they carry the same ids in connections of different products", async () => {
    expect(await groups([loop(), loop({ connection: "other", detector: "tool_failure" })])).toHaveLength(2);
  });
});

it("ties connections that the catalogue puts in one service, and only those", async () => {
  const service = (value: string) => ({ service: "store", kind: "connection" as const, value, implicit: false });
  await world.lake.set_services([service("shop"), service("warehouse")]);
  const task = (connection: string) =>
    finding({ connection, detector: "task_failure", key: "load", blame: blame(), subject: { tasks: ["LOAD"], shas: [SHA] } });
  expect(await groups([finding({ blame: blame() }), task("warehouse")])).toHaveLength(1);
  expect(await groups([finding({ blame: blame() }), task("elsewhere")])).toHaveLength(2);
  await world.lake.set_services([]);
});

it("gives a bad deploy exactly one incident, with the commit, the worst severity and no dollar counted twice", async () => {
  const releases = { releases: ["shop@2.1.0"] };
  const storm = [
    errors({ blame: blame(), subject: { agents: ["helper"], ...releases }, cost_usd: 30, cost_usd_per_hour: 20, severity: "critical" }),
    finding({ blame: blame(), subject: { agents: ["helper"], ...releases }, key: "agent helper", cost_usd: 38 }),
    finding({ blame: blame(), subject: { agents: ["helper", "triage"], models: ["gpt-4o"], ...releases }, key: "model gpt-4o", cost_usd: 41 }),
    loop({ subject: { agents: ["helper"], trace_ids: ["t1"], ...releases }, cost_usd: 6, cost_usd_per_hour: 3 }),
    loop({ key: "t2", subject: { agents: ["helper"], trace_ids: ["t2"], ...releases }, cost_usd: 7, cost_usd_per_hour: 4 }),
  ];
  const state = world.freshState();
  const recorded = await record(state, storm);
  expect(recorded.opened).toHaveLength(1);
  const [incident, ...others] = await listIncidents(state, NOW);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    type: "error_cascade",
    severity: "critical",
    title: "errors rise (and 4 related findings)",
    cost_usd: 41,
    projected_6h_usd: 38 * 6,
    blame: { repo: "acme/shop", sha: SHA },
    no_blame: null,
  });
  expect(incident?.links[0]).toMatchObject({ kind: "release", strength: 0.9 });
});

it("sums what different agents cost and says why nobody is blamed", async () => {
  const state = world.freshState();
  await record(state, [loop({ subject: { agents: ["a"], trace_ids: ["trace-loop"] } }), errors({ subject: { agents: ["b"], issue_ids: ["9001"] } })]);
  const [incident] = await listIncidents(state, NOW);
  expect(incident).toMatchObject({ cost_usd: 17, blame: null });
  expect(incident?.no_blame).toMatch(/^no culprit found: no release/);
});

it("merges two open incidents when a later finding ties both, and the absorbed id leads to the survivor", async () => {
  const state = world.freshState();
  const first = await record(state, [loop({ subject: { agents: ["a"], trace_ids: ["trace-x"] } })]);
  const second = await record(state, [errors({ subject: { agents: ["b"] } })]);
  const both = finding({ subject: { agents: ["b"], trace_ids: ["trace-x"] } });
  const recorded = await record(state, [both]);
  expect(recorded).toMatchObject({
    opened: [],
    updated: first.opened,
    merged: [{ id: second.opened[0], into: first.opened[0] }],
  });
  const incidents = await listIncidents(state, NOW, { status: "all" });
  expect(incidents.map(({ id, findings }) => [id, findings.length])).toEqual([[first.opened[0], 3]]);
});

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
      ...{ detector, key, severity, cost_usd, subject, cost_usd_per_hour: null, fingerprint: key, title: `${detector} ${key}` },
      blame: sha === null ? null : blame(sha),
      window: { from: `2026-03-02T${String(hour).padStart(2, "0")}:00:00.000Z`, to: `2026-03-02T${String(hour + 1).padStart(2, "0")}:00:00.000Z` },
    }),
  );

describe("properties", () => {
  it("the order of findings makes no difference, ids included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryFinding, { minLength: 1, maxLength: 7 }).chain((findings) =>
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

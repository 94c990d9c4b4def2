import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { runQuery } from "../../src/queries/run.ts";
import { observation, openWorld, type World } from "../incidents/world.ts";

const AT = new Date("2026-03-02T12:00:00Z");
const START = Date.parse("2026-03-01T12:00:00Z");
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const sha = (n: number) => n.toString(16).padStart(40, "0");

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const commit = (repo: string, n: number, minutes: number): Row => ({
  repo,
  sha: sha(n),
  title: `change ${n}`,
  message: `change ${n}`,
  committed_at: at(minutes),
});
const deployment = (repo: string, n: number, minutes: number): Row => ({
  repo,
  deployment_id: `${repo}-${n}-${minutes}`,
  sha: sha(n),
  environment: "production",
  state: "success",
  deployed_at: at(minutes),
});

async function blame(connection: string) {
  const params = { since: at(0), until: AT.toISOString(), hours: 24 };
  const { rows } = await runQuery(world, "commit_cost_blame", params, AT);
  return rows.filter((row) => row["connection"] === connection);
}

/** Dollars as an integer of 1e-10: sums are compared to the last place. */
function exact(value: unknown): bigint {
  const [, sign = "", whole = "0", fraction = ""] =
    /^(-?)(\d+)(?:\.(\d+))?$/.exec(typeof value === "number" ? value.toFixed(10) : String(value)) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(10, "0")}`);
}

const catalogue = (repos: Record<string, string[]>) =>
  world.lake.set_services(
    Object.entries(repos).flatMap(([connection, names]) => [
      { service: connection, kind: "connection" as const, value: connection, implicit: false },
      ...names.map((value) => ({ service: connection, kind: "repo" as const, value, implicit: false })),
    ]),
  );

it("gives what commits deployed together cost to the newest of them, from the deployment on", async () => {
  await world.fill("github_commits", [commit("a/b", 1, 10), commit("a/b", 2, 20), commit("a/b", 3, 900)], {
    connection: "together",
  });
  await world.fill("github_deployments", [deployment("a/b", 2, 60), deployment("a/b", 3, 960)], {
    connection: "together",
  });
  const spend = [30, 70, 500, 970].map((minutes, n) =>
    observation(n, { started_at: at(minutes), cost_usd: `${10 ** n}` }),
  );
  await world.fill("langfuse_observations", spend, { connection: "together" });
  await catalogue({ together: ["a/b"] });

  const rows = await blame("together");
  expect(rows.map((row) => [row["sha"], row["cost_usd"]])).toEqual([
    [sha(3), 1000],
    [sha(2), 110],
    [null, 1],
  ]);
});

it("blames nobody for what agents of no known repository spend", async () => {
  await world.fill("github_commits", [commit("x/y", 9, 10)], { connection: "strange" });
  await world.fill("langfuse_observations", [observation(1, { started_at: at(30), cost_usd: "4.2" })], {
    connection: "strange",
  });
  await catalogue({});
  expect((await blame("strange")).map((row) => [row["sha"], row["cost_usd"]])).toEqual([[null, 4.2]]);
});

it("never blames more than was spent, and accounts for all of it", async () => {
  const minute = fc.integer({ min: -600, max: 1439 });
  const repo = fc.constantFrom("a/b", "c/d");
  const product = fc.record({
    commits: fc.uniqueArray(fc.record({ repo, n: fc.integer({ min: 1, max: 12 }), minutes: minute }), {
      maxLength: 12,
      selector: ({ repo: name, n }) => `${name} ${n}`,
    }),
    deployments: fc.array(fc.record({ repo, n: fc.integer({ min: 1, max: 12 }), minutes: minute }), {
      maxLength: 5,
    }),
    spend: fc.array(
      fc.record({
        minutes: fc.integer({ min: 0, max: 1439 }),
        agent: fc.constantFrom("triage", "writer", "search"),
        ten_billionths: fc.bigInt({ min: 0n, max: 99_999_999_999n }),
        release: fc.constantFrom(null, sha(1), `shop@${sha(3).slice(0, 12)}`, "v1.2.3"),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    issues: fc.array(minute, { maxLength: 10 }),
    repos: fc.subarray(["a/b", "c/d"]),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(product, async ({ commits, deployments, spend, issues, repos }) => {
      const connection = `random-${(run += 1)}`;
      await world.fill(
        "github_commits",
        commits.map((one) => commit(one.repo, one.n, one.minutes)),
        { connection },
      );
      await world.fill(
        "github_deployments",
        deployments.map((one) => deployment(one.repo, one.n, one.minutes)),
        { connection },
      );
      const events = issues.map((minutes, n) => ({
        event_id: `event-${n}`,
        issue_id: "1",
        title: "boom",
        occurred_at: at(minutes),
        release: sha(1),
      }));
      await world.fill("sentry_events", events, { connection });
      const rows = spend.map(({ minutes, agent, ten_billionths, release }, n) =>
        observation(n, {
          started_at: at(minutes),
          trace_name: agent,
          release,
          cost_usd: decimal(ten_billionths),
        }),
      );
      await world.fill("langfuse_observations", rows, { connection });
      await catalogue({ [connection]: repos });

      const answer = await blame(connection);
      const total = spend.reduce((sum, { ten_billionths }) => sum + ten_billionths, 0n);
      const blamed = answer
        .filter((row) => row["sha"] !== null)
        .reduce((sum, row) => sum + exact(row["cost_usd"]), 0n);
      expect(blamed).toBeLessThanOrEqual(total);
      expect(answer.reduce((sum, row) => sum + exact(row["cost_usd"]), 0n)).toBe(total);
      expect(answer.every((row) => exact(row["cost_usd"]) >= 0n)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

function decimal(ten_billionths: bigint): string {
  const text = ten_billionths.toString().padStart(11, "0");
  return `${text.slice(0, -10)}.${text.slice(-10)}`;
}

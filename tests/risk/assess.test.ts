/** What is said of a pull request, and where it is not said. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { recordFindings } from "../../src/incidents/record-findings.ts";
import { assessRisk, type RiskContext } from "../../src/risk/assess-risk.ts";
import { commentBody, LONGEST_BODY } from "../../src/risk/comment-body.ts";
import type { PullRequest } from "../../src/risk/pull-request.ts";
import { riskiestFiles } from "../../src/risk/riskiest-files.ts";
import { finding, type World } from "../incidents/world.ts";
import { addPull, AT, openProduct, REPO, settings, sha } from "./product.ts";

const now = new Date(AT);
let world: World;
const context = (more: Partial<RiskContext> = {}): RiskContext => ({ ...world, settings, ...more });
const assess = (number: number, more?: Partial<RiskContext>) =>
  assessRisk(context(more), { repo: REPO, number }, now);

beforeAll(async () => {
  world = await openProduct({
    spend: (ago) => (ago < 48 && ago >= 24 ? 2 : 1),
    failures: (ago) => (ago < 48 && ago >= 24 ? 1 : 0),
    merges: [
      { n: 1, hours_ago: 200, files: [{ path: "src/calm.ts" }] },
      { n: 2, hours_ago: 48, files: [{ path: "src/loud.ts" }, { path: "src/beside.ts" }] },
      { n: 3, hours_ago: 2, files: [{ path: "src/moved.ts", previous_path: "src/loud.ts" }] },
    ],
  });
  const blame = { repo: REPO, sha: sha(2), message: "change 2", committed_at: AT, why: "same release" };
  await recordFindings(
    { ...world, log: SILENT, freshness_minutes: 30 },
    { at: AT, findings: [finding({ blame })] },
  );
  await addPull(world, { number: 10 }, [{ path: "src/moved.ts" }, { path: "src/beside.ts" }]);
  await addPull(world, { number: 11 }, [{ path: "src/never-seen.ts" }]);
  await addPull(world, { number: 12 }, [{ path: "src/calm.ts" }, { path: "src/never-seen.ts" }]);
  await addPull(world, { number: 13, changed_files: 4_210 }, [
    { path: "src/calm.ts" },
    ...Array.from({ length: 2_999 }, (_, n) => ({ path: `gen/${"x".repeat(300)}|${n}.ts` })),
  ]);
});
afterAll(() => world.close());

const SILENT = { warn: () => undefined } as never;

it("scores a change of files whose merges were followed by trouble, with the terms and the incidents behind it", async () => {
  const { assessment } = await assess(10);
  const { terms } = assessment;
  expect(terms.score).toBeCloseTo(Math.min(100, terms.errors * 4 + Math.min(terms.cost_usd * 10, 50)), 9);
  expect(terms.errors).toBeGreaterThan(15);
  expect(assessment).toMatchObject({ verdict: "high", score: 100, connection: "shop" });
  expect(assessment.reasons).toMatchObject([
    { path: "src/beside.ts", worst: { number: 2 } },
    { path: "src/moved.ts", worst: { number: 2 } },
  ]);
  for (const { incidents } of assessment.reasons) expect(incidents).toHaveLength(1);
  expect(assessment.would_lower.map(({ score }) => score < 100)).toContain(true);
  expect(assessment.coverage).toMatchObject({ files_with_history: 2, measured_merges: 2, notes: [] });
});

it("says that there is no history, never that it is safe", async () => {
  const { assessment } = await assess(11);
  expect(assessment).toMatchObject({
    verdict: "no_history",
    score: null,
    says: "No history for these files",
  });
  expect(commentBody(assessment).split("\n")[0]).toBe("**No history for these files**");
  const partly = (await assess(12)).assessment;
  expect(partly.verdict).toBe("low");
  expect(partly.coverage.notes.join()).toContain("1 of 2 files have no history");
});

it("lists the riskiest files under the names that they have now", async () => {
  const files = await riskiestFiles(context(), { connection: "shop", repo: REPO, limit: 9 }, now);
  expect(new Set(files.map(({ path }) => path))).toEqual(
    new Set(["src/beside.ts", "src/moved.ts", "src/calm.ts"]),
  );
  const scores = files.map(({ terms }) => terms.score);
  expect(scores).toEqual(scores.toSorted((one, other) => other - one));
});

describe("the comment", () => {
  it("begins with the verdict and holds foreign text as text", async () => {
    await addPull(world, { number: 14, title: "<script>" }, [
      { path: "src/beside.ts" },
      { path: "`x`|<img src=x onerror=alert(1)> @everyone [a](http://evil.example)" },
    ]);
    const body = commentBody((await assess(14)).assessment);
    const lines = body.split("\n");
    expect(lines[0]).toMatch(/^\*\*(High|Medium|Low) risk: \d+ of 100/);
    expect(body).toContain("<details>");
    // In a code span of Markdown nothing is markup, link or mention.
    const outside = body.replaceAll(/(`+)[\s\S]*?\1/g, "");
    expect(outside).not.toMatch(/<img|@everyone|evil\.example/);
  });

  it("stays within GitHub's limit for thousands of long paths, and says what is missing", async () => {
    const { assessment } = await assess(13);
    const body = commentBody(assessment);
    expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
    expect(body).toContain("more files are not shown");
    expect(assessment.coverage.notes.join()).toContain("1210 of 4210 changed files are not listed");
    expect(assessment.coverage.notes.join()).toContain("over 300 files");
  });
});

describe("a pull request that the lake does not have as it is", () => {
  it("is read live after a push, and says so when it cannot be", async () => {
    const asked = { repo: REPO, number: 10, head_sha: sha(901) };
    const stale = await assessRisk(context(), asked, now);
    expect(stale.assessment.coverage.notes.join()).toContain("pushed to since the last sync");
    const read = async (): Promise<PullRequest> => ({
      ...stale.pull,
      head_sha: sha(901),
      read_from: "live",
      files: [{ path: "src/calm.ts", previous_path: null }],
    });
    const live = await assessRisk(context({ read }), asked, now);
    expect(live.assessment).toMatchObject({ head_sha: sha(901), verdict: "low", connection: "shop" });
  });

  it("is not found when nobody has it", async () => {
    await expect(assess(999)).rejects.toMatchObject({ code: "not_found" });
  });
});

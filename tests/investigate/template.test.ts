import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { detectors } from "../../detectors/index.ts";
import type { Finding } from "../../src/contracts/finding.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { buildPack } from "../../src/investigate/build-pack.ts";
import { guardDraft } from "../../src/investigate/guard.ts";
import { countWords, narrativeText } from "../../src/investigate/narrative-text.ts";
import { PART_NAMES, PARTS } from "../../src/investigate/sentence.ts";
import { sourcesOf } from "../../src/investigate/sources-of.ts";
import { templateDraft } from "../../src/investigate/template.ts";
import { finding, openWorld, type World } from "../incidents/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function packOf(findings: Finding[]) {
  const state = world.freshState();
  const {
    opened: [id = ""],
  } = await recordFindings({ ...world, state }, { at: findings[0]?.at ?? "", findings });
  return buildPack(state, world.library, id);
}

const BLAME = {
  repo: "acme/shop-2",
  sha: "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345",
  message: `raise retries to 40 (#1234), thanks @dev-a, see https://evil.example/x?a=1 "now" <b>`,
  committed_at: "2026-01-08T10:50:00.000Z",
  why: "release shop@2.1.0, which triage first ran 12 minutes before onset, is this commit",
};

describe.each(
  detectors.flatMap((detector) =>
    detector.examples.fires.map((rows, index) => ({ id: detector.id, index, detector, rows })),
  ),
)("$id, example $index", ({ detector, rows }) => {
  const { at, limits } = detector.examples;
  const judged: Finding[] = detector
    .judge(rows, limits, at)
    .map((judgement) => ({ ...judgement, detector: detector.id, type: detector.type, at }));

  it.each([
    ["nobody blamed", {}],
    [
      "a hostile commit message blamed",
      { blame: BLAME, suggested_action: "open_github_issue", requires_approval: true },
    ],
  ])("is told in sentences that its evidence holds, with %s", async (_, given) => {
    const [first] = judged;
    if (first === undefined) throw new Error("the example does not fire");
    const pack = await packOf([{ ...first, ...given }]);
    const draft = templateDraft(pack);
    expect(guardDraft(draft, sourcesOf(pack)).dropped).toEqual([]);
    for (const part of PART_NAMES) expect(draft[part]).not.toEqual([]);
    const text = narrativeText(draft);
    expect(countWords(text)).toBeLessThan(300);
    expect(text.split("\n\n").map((paragraph) => paragraph.split(":")[0])).toEqual(Object.values(PARTS));
    expect(text).not.toMatch(/undefined|null|NaN|@dev-a|https?:|<b>/);
  });
});

describe("the template", () => {
  const evidence = [
    { query: "cost_by_hour", params: { since: "2026-03-02T10:00:00Z", until: "2026-03-02T12:00:00Z" } },
  ];

  it("names the culprit with the reason, the impact and the next step", async () => {
    const pack = await packOf([
      finding({
        evidence,
        blame: BLAME,
        suggested_action: "open_github_issue",
        requires_approval: true,
        subject: { agents: ["triage"], releases: ["shop@2.1.0"], shas: [BLAME.sha] },
        facts: {
          peak_usd_per_hour: 42,
          usual_usd_per_hour: 4,
          times_usual: 10.5,
          spent_usd: 80,
          troubled_hours: 2,
          still_going_on: true,
        },
      }),
    ]);
    expect(narrativeText(templateDraft(pack))).toBe(
      [
        "What happened: triage spent $42.00 in an hour, 10.5 times its usual $4.00 [e1]. It began at 2026-03-02 11:00 UTC and is still going on [e1]. In 2 costly hours, $80.00 was spent in all [e1].",
        `Likely cause: Commit 8c1f2ab90d of acme/shop-2, "raise retries to 40 (#1234), thanks dev-a, see (link) 'now' b", committed at 2026-01-08 10:50 UTC, is the likely culprit [e1]. The reason: release shop@2.1.0, which triage first ran 12 minutes before onset, is this commit [e1].`,
        "Impact: It has cost $38.00 more than usual so far [e1]. At the present rate the next 6 hours would cost another $228.00 [e1]. Affected: agent triage [e1]. Data is incomplete: llm_cost_hourly was not fetched from 2026-03-02 10:00 UTC to 2026-03-02 12:00 UTC, so there may be more [e1].",
        "Recommended action: Check whether prompts, model choice or retries changed in that commit, and revert it if the spend goes on [e1]. Proposed: open a GitHub issue, which waits for approval [e1].",
      ].join("\n\n"),
    );
  });

  it("cites for an amount the finding that it stands on, not the leading one", async () => {
    const spike = { query: "cost_by_minute", params: evidence[0]?.params ?? {} };
    const text = narrativeText(
      templateDraft(
        await packOf([
          finding({
            evidence,
            type: "error_cascade",
            detector: "error_cascade",
            severity: "critical",
            cost_usd: 21,
            cost_usd_per_hour: 5,
          }),
          finding({ evidence: [spike], severity: "high", cost_usd: 24, cost_usd_per_hour: 10 }),
        ]),
      ),
    );
    expect(text).toContain("It has cost $24.00 more than usual so far [e2].");
    expect(text).toContain("would cost another $60.00 [e2].");
  });

  it("does not call it a gap that nobody connected a repository", async () => {
    const changes = { query: "live_changes", params: evidence[0]?.params ?? {} };
    const text = narrativeText(templateDraft(await packOf([finding({ evidence: [changes] })])));
    expect(text).not.toContain("Data is incomplete");
  });

  it("says plainly that nobody is blamed", async () => {
    const text = narrativeText(templateDraft(await packOf([finding({ evidence })])));
    expect(text).toContain(
      "Likely cause: No culprit found: no repository is connected, so no commit could be considered [e1].",
    );
  });

  it("tells any type without words of its own by its title", async () => {
    const text = narrativeText(
      templateDraft(
        await packOf([
          finding({
            evidence,
            type: "metric_anomaly",
            detector: "metric_anomaly",
            title: "latency left its band",
          }),
        ]),
      ),
    );
    expect(text).toContain("What happened: latency left its band [e1].");
  });

  it("stays under 300 words however many findings there are", async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      finding({
        evidence,
        key: `k${n}`,
        title: `finding number ${n} ${"with many words ".repeat(12)}`,
        fingerprint: `k${n}`,
        facts: { n },
      }),
    );
    const pack = await packOf(many);
    const draft = templateDraft(pack);
    expect(guardDraft(draft, sourcesOf(pack)).dropped).toEqual([]);
    expect(countWords(narrativeText(draft))).toBeLessThan(300);
  });
});

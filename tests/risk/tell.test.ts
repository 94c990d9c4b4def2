/** What is said of a pull request at GitHub, and what never is: through the gate, against a loopback GitHub. */
import { describe, expect, it } from "vitest";

import { approve } from "../../src/gate/approve.ts";
import { getApproval, listApprovals } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { LOUD, NEW, openGithubWorld, pull, REPO, sha, toldOf } from "./github-world.ts";

const ADA = { name: "ada", role: "approver", via: "cli" } as const;

describe("a risky pull request", () => {
  it("gets one comment, a failing status and a review that waits for an approver", async () => {
    const world = await openGithubWorld([pull(7, [LOUD])]);
    const first = await world.tell(7);
    expect(first.assessment).toMatchObject({ verdict: "high", head_sha: sha(7) });
    expect(toldOf(first, "post_risk_comment")).toMatchObject({ status: "done", why: null });
    expect(toldOf(first, "request_pr_changes")).toMatchObject({ status: "proposed" });
    const [comment] = await world.comments(7);
    expect(comment?.["body"]).toMatch(/^\*\*High risk: 100 of 100/);
    expect(await world.statuses(sha(7))).toMatchObject([
      {
        context: "sentinel/risk",
        state: "failure",
        description: expect.stringMatching(/^High risk/) as string,
      },
    ]);
    expect(await world.reviews(7)).toEqual([]);
    // Nobody is called by what is told at GitHub by itself; the decision is asked for in Slack.
    const letters = await world.sentinel.state().db.selectFrom("outbox").select("cause").execute();
    const review = toldOf(first, "request_pr_changes")?.approval_id ?? "";
    expect(new Set(letters.map(({ cause }) => cause))).toEqual(new Set([review]));

    const gate = world.sentinel.gate();
    const { digest, incident_id } = await getApproval(world.sentinel.state(), review);
    expect(incident_id).toBeNull();
    await approve(gate, { id: review, digest, by: ADA });
    await runApproved(gate, review);
    expect(await world.reviews(7)).toMatchObject([{ state: "CHANGES_REQUESTED", commit_id: sha(7) }]);

    // Asked for once: GitHub keeps the review over the pushes that follow.
    await world.push(7, sha(70));
    const second = await world.tell(7);
    expect(toldOf(second, "request_pr_changes")).toMatchObject({ status: "done", approval_id: review });
    expect(await world.comments(7)).toHaveLength(1);
    expect((await world.comments(7))[0]?.["body"]).toContain(sha(70).slice(0, 7));
    expect(await world.statuses(sha(70))).toMatchObject([{ state: "failure" }]);
  });

  it("is asked anew when it was pushed to before anybody decided, and no more when it is closed", async () => {
    const world = await openGithubWorld([pull(7, [LOUD])]);
    const old = toldOf(await world.tell(7), "request_pr_changes")?.approval_id ?? "";
    await world.push(7, sha(70));
    const next = toldOf(await world.tell(7), "request_pr_changes")?.approval_id ?? "";
    const approval = (id: string) => getApproval(world.sentinel.state(), id);
    expect(await approval(old)).toMatchObject({ status: "expired" });
    expect(await approval(next)).toMatchObject({
      status: "proposed",
      preconditions: { head_sha: sha(70) },
    });
    await world.as("dev-a", "PATCH", "/pulls/7", { state: "closed" });
    const { posting } = await world.tell(7);
    expect(posting.why_not).toBe("it is closed");
    expect(await approval(next)).toMatchObject({ status: "expired" });
  });

  it("is told nothing where policy does not allow it", async () => {
    const never = [{ name: "nothing at GitHub", actions: ["*"], decide: "never" }];
    const world = await openGithubWorld([pull(7, [LOUD])], { settings: { gate: { policy: never } } });
    const { told } = await world.tell(7);
    const denied = [null, "policy does not allow it (nothing at GitHub)"];
    expect(told?.map(({ status, why }) => [status, why])).toEqual([denied, denied, denied]);
    expect(world.writes()).toBe(0);
  });
});

it("says of files without a history that nothing is known, in the status too", async () => {
  const world = await openGithubWorld([pull(8, [NEW])]);
  await world.tell(8);
  expect((await world.comments(8))[0]?.["body"]).toMatch(/^\*\*No history for these files\*\*/);
  expect(await world.statuses(sha(8))).toMatchObject([
    { description: "No history for these files: not judged, which is not the same as safe" },
  ]);
  // Nothing is written anew when nothing changed, though it is asked again.
  const before = world.writes();
  const again = await world.tell(8);
  expect(toldOf(again, "post_risk_comment")).toMatchObject({ status: "done" });
  expect(world.writes()).toBe(before);
  // Back at an earlier commit, what was right then is written again.
  await world.push(8, sha(80));
  await world.tell(8);
  await world.push(8, sha(8));
  await world.tell(8);
  expect((await world.comments(8)).map(({ body }) => String(body).includes(sha(8).slice(0, 7)))).toEqual([
    true,
  ]);
});

describe("where nothing is said", () => {
  it.each([
    ["a fork", { head: { sha: sha(8), ref: "topic-8", label: "stranger:topic-8" } }, "fork"],
    ["a draft", { draft: true }, "draft"],
  ])("%s", async (_, more, why) => {
    const world = await openGithubWorld([pull(8, [LOUD], more)]);
    const { told, posting, assessment } = await world.tell(8);
    expect(assessment.verdict).toBe("high");
    expect(posting.why_not).toContain(why);
    expect(told).toEqual([]);
    expect(world.writes()).toBe(0);
  });

  it("a bot's request gets the comment and is never asked for changes", async () => {
    const bot = { user: { login: "renovate[bot]", id: 78, type: "Bot" } };
    const world = await openGithubWorld([pull(8, [LOUD], bot)]);
    const { told } = await world.tell(8);
    expect(told?.map(({ action, status }) => [action, status])).toEqual([
      ["post_risk_comment", "done"],
      ["set_commit_status", "done"],
    ]);
  });

  it("a vanished request, and a repository without access", async () => {
    const world = await openGithubWorld([pull(8, [NEW])], { env: { GITHUB_REPOS: `${REPO},acme/hidden` } });
    const { assessPull } = await import("../../src/jobs/assess-pull.ts");
    for (const asked of [
      { repo: REPO, number: 99 },
      { repo: "acme/hidden", number: 1 },
    ]) {
      const told = assessPull(world.sentinel, asked, { at: world.sentinel.now(), post: true });
      await expect(told).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listApprovals(world.sentinel.state())).toEqual([]);
  });
});

it("fits 3,000 files with the longest paths into a comment that GitHub takes, and says what is missing", async () => {
  const paths = Array.from({ length: 3_000 }, (_, index) => `${"@long/".repeat(600)}${index}.ts`);
  const world = await openGithubWorld([pull(8, [...paths, LOUD], { body: "x".repeat(65_536) })]);
  const told = await world.tell(8);
  expect(toldOf(told, "post_risk_comment")).toMatchObject({ status: "done", why: null });
  const body = String((await world.comments(8))[0]?.["body"]);
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain("more files are not shown");
  expect(body).toContain("lower bound");
});

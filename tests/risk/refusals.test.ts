/** Who will not have it: GitHub itself, and the switch and budget of the gate. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { postRiskComment } from "../../src/actions/post_risk_comment.ts";
import { approve } from "../../src/gate/approve.ts";
import { getApproval } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { type GithubWorld, LOUD, openGithubWorld, pull, REPO, sha, toldOf } from "./github-world.ts";

const ADA = { name: "ada", role: "approver", via: "cli" } as const;
const outcome = ({ told }: Awaited<ReturnType<GithubWorld["tell"]>>) =>
  Object.fromEntries((told ?? []).map(({ action, status, why }) => [action, [status, why]]));

async function decide(world: GithubWorld, id: string): Promise<void> {
  const { digest } = await getApproval(world.sentinel.state(), id);
  await approve(world.sentinel.gate(), { id, digest, by: ADA });
  await runApproved(world.sentinel.gate(), id);
}

it("asks nobody to approve a review of its own user's request, and says why", async () => {
  const world = await openGithubWorld([pull(7, [LOUD], { user: { login: "s", id: 1, type: "User" } })]);
  expect(outcome(await world.tell(7))).toEqual({
    post_risk_comment: ["done", null],
    set_commit_status: ["done", null],
    request_pr_changes: [null, expect.stringContaining("cannot ask themselves for changes")],
  });
});

it("leaves a locked conversation alone, whenever it was locked, and still sets the status", async () => {
  const world = await openGithubWorld([pull(7, [LOUD], { locked: true }), pull(8, [LOUD])]);
  const locked = [null, "the conversation of acme/shop#7 is locked"];
  expect(outcome(await world.tell(7))).toEqual({
    post_risk_comment: locked,
    set_commit_status: ["done", null],
    request_pr_changes: locked,
  });
  const review = toldOf(await world.tell(8), "request_pr_changes")?.approval_id ?? "";
  await world.as("dev-a", "PUT", "/issues/8/lock");
  await decide(world, review).catch(() => undefined);
  expect(await world.reviews(8)).toEqual([]);
  expect(await getApproval(world.sentinel.state(), review)).toMatchObject({
    error: expect.stringContaining("locked") as string,
  });
  // Locked between the last look and the call: GitHub's 403 is a refusal, not something to try again.
  const input = { repo: REPO, number: 7, head_sha: sha(7), body: "text" };
  await expect(postRiskComment.run(input, world.sentinel.gate().ports, "apr_1")).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringMatching(/403.*locked/) as string,
  });
});

it("asks a person for comment and status while gate.stop is there, and needs none afterwards", async () => {
  const world = await openGithubWorld([pull(7, [LOUD])]);
  const stop = join(world.env["SENTINEL_HOME"] ?? "", "gate.stop");
  writeFileSync(stop, "");
  const stopped = await world.tell(7);
  const waits = ["proposed", expect.stringContaining("switched off")];
  expect(outcome(stopped)).toMatchObject({ post_risk_comment: waits, set_commit_status: waits });
  expect(world.writes()).toBe(0);
  await decide(world, toldOf(stopped, "post_risk_comment")?.approval_id ?? "");
  expect(await world.comments(7)).toHaveLength(1);
  rmSync(stop);
  await world.push(7, sha(70));
  expect(outcome(await world.tell(7))).toMatchObject({
    post_risk_comment: ["done", null],
    set_commit_status: ["done", null],
  });
  expect(await world.comments(7)).toHaveLength(1);
});

it("asks a person once the hour's writes are used up", async () => {
  const settings = { gate: { pull_writes_per_hour: 3 } };
  const world = await openGithubWorld([pull(7, [LOUD])], { settings });
  expect(outcome(await world.tell(7))).toMatchObject({
    post_risk_comment: ["done", null],
    set_commit_status: ["done", null],
  });
  await world.push(7, sha(70));
  const waits = expect.stringContaining("within the hour") as string;
  const second = await world.tell(7);
  expect(outcome(second)).toMatchObject({
    post_risk_comment: ["done", null],
    set_commit_status: ["proposed", waits],
  });
  expect(await world.statuses(sha(70))).toEqual([]);
  await decide(world, toldOf(second, "set_commit_status")?.approval_id ?? "");
  expect(await world.statuses(sha(70))).toMatchObject([{ state: "failure" }]);
});

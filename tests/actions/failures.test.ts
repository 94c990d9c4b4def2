/** What a failure at GitHub says about the world, and that nothing is doubled by it. */
import { describe, expect, it } from "vitest";

import type { FaultKind } from "../../seeds/vendors/faults.ts";
import { listOf } from "../seeds/vendors/serve-rows.ts";
import { act, INCIDENT, openWorld, REPO, type World } from "./world.ts";

const args = { repo: REPO, title: "a title", body: "a body", labels: [], incident_id: INCIDENT };
/** The call that opens the issue, and not the one that lists them. */
const OPENS = /\/issues$/;
const issues = async (world: World) =>
  listOf(await world.as("dev-b", "GET", `/repos/${REPO}/issues?creator=s`));
const striking = (kind: FaultKind, more = {}) => [{ vendor: "github" as const, kind, path: OPENS, ...more }];

describe("an answer that was lost after GitHub took the call", () => {
  it.each<[FaultKind, object]>([
    ["reset-mid-body", {}],
    ["truncated-json", {}],
    ["slow-bytes", { byte_ms: 300 }],
  ])("%s: unclear, then found: one issue, one call", async (kind, more) => {
    const world = await openWorld({ faults: striking(kind, more), call_ms: 600 });
    const issue = act(world, "open_github_issue", args);
    await expect(issue.run("apr_1")).rejects.toMatchObject({ kind: "unclear" });
    expect(await issue.reconcile("apr_1")).toMatchObject({ found: true, result: { how: "created" } });
    expect(await issues(world)).toHaveLength(1);
    expect(world.writes()).toHaveLength(1);
  });
});

describe("a call that GitHub did not take", () => {
  it.each<[FaultKind, string, number | undefined]>([
    ["error-500", "unclear", undefined],
    ["html-502", "unclear", undefined],
    ["flapping", "not_sent", undefined],
    ["limit-seconds", "not_sent", 7_000],
    ["secondary-limit", "not_sent", 7_000],
  ])("%s is %s, sent once, and may be sent again", async (kind, failure, retry_after_ms) => {
    const world = await openWorld({ faults: striking(kind, { retry_after_s: 7, count: 1 }) });
    const issue = act(world, "open_github_issue", args);
    await expect(issue.run("apr_1")).rejects.toMatchObject({ kind: failure, retry_after_ms });
    expect(world.writes()).toHaveLength(1);
    expect(await issue.reconcile("apr_1")).toEqual({ found: false });
    await act(world.restarted(), "open_github_issue", args).run("apr_1");
    expect(await issues(world)).toHaveLength(1);
  });

  it("is not sent while nobody listens, and goes through once somebody does", async () => {
    const faults = [
      { vendor: "github" as const, kind: "refused" as const, path: /\/user/, closed_ms: 3_000 },
    ];
    const world = await openWorld({ faults });
    const issue = act(world, "open_github_issue", args);
    await expect(issue.run("apr_1")).rejects.toMatchObject({ kind: "not_sent" });
    await expect.poll(() => issue.run("apr_1"), { timeout: 20_000 }).toMatchObject({ how: "created" });
    expect(await issues(world)).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("names the variable and the scope that is missing", async () => {
    const world = await openWorld();
    const elsewhere = act(world, "open_github_issue", { ...args, repo: "acme/other" });
    await expect(elsewhere.preconditions()).rejects.toMatchObject({
      kind: "refused",
      hint: expect.stringContaining("GITHUB_TOKEN"),
    });
    const own = act(world, "request_pr_changes", {
      repo: REPO,
      number: 404,
      body: "b",
      incident_id: INCIDENT,
    });
    await expect(own.preconditions()).rejects.toMatchObject({ kind: "refused" });
  });
});

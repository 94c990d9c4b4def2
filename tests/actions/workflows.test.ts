import { describe, expect, it } from "vitest";

import { act, openWorld, REPO, type World } from "./world.ts";

const entry = (workflow: string, more: object = {}) => ({
  repo: REPO,
  workflow,
  ref: "main",
  purpose: "revert",
  ...more,
});
const settings = { workflows: [entry("deploy.yml", { key_input: "sentinel_key" }), entry("old.yml")] };

/** As the gate stores it when the run begins. */
async function began({ state: { db } }: World, id: string): Promise<void> {
  const at = new Date().toISOString();
  const times = { opened_at: at, updated_at: at, from_at: at, to_at: at };
  const incident = { id, connection: "s", type: "cost_spike", severity: "high", status: "open", title: "t" };
  await db
    .insertInto("incidents")
    .values({ ...incident, ...times, requires_approval: 1 })
    .execute();
  const policy = { decide: "two", rule: "r", approvals_needed: 2, severity: "high" };
  const moments = { proposed_at: at, expires_at: at, started_at: at, attempts: 1 };
  const asked = { action: "rerun_or_revert_workflow", args: "{}", resource: "r", preview: "{}", digest: "d" };
  const run = { id, incident_id: id, evidence: "[]", preconditions: "{}", status: "running" };
  await db
    .insertInto("approvals")
    .values({ ...run, ...asked, ...policy, ...moments, proposed_by: "sentinel" })
    .execute();
}

describe("rerun_or_revert_workflow", () => {
  it("starts only what the settings list, and says which run it is", async () => {
    const world = await openWorld({ settings });
    const deploy = act(world, "rerun_or_revert_workflow", entry("deploy.yml"));
    expect(await deploy.preconditions()).toEqual({ state: "active" });
    const result = await deploy.run("apr_1");
    expect(result).toMatchObject({ certain: true, url: expect.stringContaining("/actions/runs/") });
    await began(world, "apr_1");
    expect(await deploy.reconcile("apr_1")).toMatchObject({
      found: true,
      result: { id: result.id, certain: true },
    });
    const other = act(world, "rerun_or_revert_workflow", entry("deploy.yml", { ref: "topic" }));
    await expect(other.preconditions()).rejects.toMatchObject({ code: "conflict" });
    await expect(other.run("apr_2")).rejects.toMatchObject({ kind: "refused" });
    expect(world.writes()).toHaveLength(1);
  });

  it("knows by its key whether a lost answer was a run", async () => {
    const faults = [{ vendor: "github" as const, kind: "truncated-json" as const, path: /dispatches/ }];
    const world = await openWorld({ settings, faults });
    await began(world, "apr_1");
    await began(world, "apr_2");
    const deploy = act(world, "rerun_or_revert_workflow", entry("deploy.yml"));
    await deploy.run("apr_1").catch(() => undefined);
    expect(await deploy.reconcile("apr_1")).toMatchObject({ found: true, result: { certain: true } });
    expect(await deploy.reconcile("apr_2")).toEqual({ found: false });
  });

  it("without a key takes the only new run of its own account, and says when it cannot tell", async () => {
    const world = await openWorld({ settings });
    await began(world, "apr_1");
    const old = act(world, "rerun_or_revert_workflow", entry("old.yml"));
    const dispatch = (login?: string) =>
      world.as(login, "POST", `/repos/${REPO}/actions/workflows/old.yml/dispatches`, { ref: "main" });
    await dispatch("dev-b");
    expect(await old.reconcile("apr_1")).toEqual({ found: false });
    expect(await old.run("apr_1")).toMatchObject({ certain: false, url: expect.any(String) });
    expect(await old.reconcile("apr_1")).toMatchObject({ found: true, result: { certain: false } });
    await dispatch();
    await expect(old.reconcile("apr_1")).rejects.toMatchObject({ kind: "unclear" });
  });
});

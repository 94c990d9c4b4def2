import { expect, it } from "vitest";

import { listAudit } from "../../src/audit/list-audit.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { approve } from "../../src/gate/approve.ts";
import { expireApprovals } from "../../src/gate/expire.ts";
import { propose } from "../../src/gate/propose.ts";
import { listApprovals } from "../../src/gate/read-approvals.ts";
import { refuse } from "../../src/gate/refuse.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { approver, gateWorld, INCIDENT, MINUTE } from "./gate-world.ts";
import { ARGS } from "./recording-action.ts";

const asking = { incident: { id: INCIDENT }, action: "open_github_issue", args: ARGS, by: SENTINEL };

it("proposes the same once, however often and from wherever it is asked", async () => {
  const { gate, secondGate, given } = await gateWorld();
  const second = secondGate();
  const made = await Promise.all([gate, second, gate, second].map((one) => propose(one, asking)));
  expect(new Set(made.map((one) => ("id" in one ? one.id : one.denied))).size).toBe(1);
  // Another order of the same arguments is the same.
  expect(await given({ value: 7, target: "acme/shop" })).toMatchObject({ args: ARGS });
  expect(await listApprovals(gate.state)).toHaveLength(1);
});

it("does not ask again what was refused or done", async () => {
  const { gate, given, wait } = await gateWorld();
  const refused = await given();
  await refuse(gate, { id: refused.id, by: approver("ann"), reason: "no" });
  const done = await given({ ...ARGS, value: 8 });
  await approve(gate, { id: done.id, digest: done.digest, by: approver("ann") });
  await runApproved(gate);
  wait(24 * 60 * MINUTE);
  expect(await given()).toMatchObject({ id: refused.id, status: "refused" });
  expect(await given({ ...ARGS, value: 8 })).toMatchObject({ id: done.id, status: "done" });
});

it("asks again what expired only when the trouble has gone on since", async () => {
  const { gate, given, wait, state, clock } = await gateWorld();
  const first = await given();
  wait(240 * MINUTE);
  await expireApprovals(gate);
  expect(await given()).toMatchObject({ id: first.id, status: "expired" });
  wait(MINUTE);
  await state.db.updateTable("incidents").set({ updated_at: clock.at.toISOString() }).execute();
  const again = await given();
  expect(again).toMatchObject({ status: "proposed" });
  expect(again.id).not.toBe(first.id);
});

it("stores nothing that policy denies, and records it once", async () => {
  const policy = [{ name: "hands off", actions: ["*"], decide: "never" as const }];
  const { gate, state, vendor } = await gateWorld({ settings: { policy } });
  vendor.deaf = true;
  expect(await propose(gate, asking)).toEqual({ denied: "policy does not allow it (hands off)" });
  expect(await propose(gate, asking)).toEqual({ denied: "policy does not allow it (hands off)" });
  expect(await listApprovals(state)).toEqual([]);
  expect(await listAudit(state)).toMatchObject([
    { kind: "proposal.denied", subject: INCIDENT, data: { rule: "hands off", args: ARGS } },
  ]);
});

it("proposes nothing while nobody can say how things stand, or when it is pointless", async () => {
  const { gate, vendor, state } = await gateWorld();
  vendor.deaf = true;
  expect(await propose(gate, asking)).toEqual({
    denied: expect.stringContaining("does not answer") as string,
    may_pass: true,
  });
  vendor.deaf = false;
  vendor.head = "gone";
  expect(await propose(gate, asking)).toEqual({ denied: "the target is gone" });
  expect(await listApprovals(state)).toEqual([]);
});

it("refuses what it cannot read, who may not, and an incident that is over", async () => {
  const { gate, state } = await gateWorld();
  const attempt = (more: object) => propose(gate, { ...asking, ...more });
  await expect(attempt({ args: { ...ARGS, extra: 1 } })).rejects.toMatchObject({ code: "invalid" });
  await expect(attempt({ action: "drop" })).rejects.toMatchObject({ code: "not_found" });
  await expect(attempt({ incident: { id: "inc_none" } })).rejects.toMatchObject({ code: "not_found" });
  const by = { name: "vi", role: "viewer", via: "web" };
  await expect(attempt({ by })).rejects.toMatchObject({ code: "unauthorized" });
  await state.db.updateTable("incidents").set({ status: "resolved" }).execute();
  await expect(attempt({})).rejects.toMatchObject({ code: "conflict" });
});

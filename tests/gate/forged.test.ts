import { expect, it } from "vitest";

import { auditHash } from "../../src/audit/append.ts";
import { approve } from "../../src/gate/approve.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { undo } from "../../src/gate/undo.ts";
import type { ApprovalRow } from "../../src/state/rows/gate.ts";
import { approved } from "./approved.ts";
import { approver, gateWorld } from "./gate-world.ts";

it.each<[string, Partial<ApprovalRow>, string]>([
  ["other arguments", { args: '{"target":"acme/shop","value":8}' }, "its digest differs"],
  ["other preconditions", { preconditions: "{}" }, "its digest differs"],
  ["other evidence", { evidence: "[]" }, "its digest differs"],
  ["another action", { action: "kill_loop" }, "its digest differs"],
  ["what is no JSON", { args: "{" }, "its digest differs"],
  ["another digest", { digest: "0".repeat(64) }, "its digest differs"],
])("does not run a row that was edited: %s", async (_, row, error) => {
  const { gate, vendor, set, kinds } = await approved();
  await set(row);
  await runApproved(gate);
  const [stored] = await gate.state.db.selectFrom("approvals").selectAll().execute();
  expect(stored).toMatchObject({ status: "failed", error: expect.stringContaining(error) });
  expect(vendor.calls).toEqual([]);
  expect((await kinds()).at(-1)).toBe("run.failed");
});

it("does not run a row whose status alone was set: the audit log holds no approval", async () => {
  const { gate, given, vendor, state } = await gateWorld();
  const { id } = await given();
  await state.db.updateTable("approvals").set({ status: "approved" }).execute();
  expect(await runApproved(gate)).toMatchObject([
    { id, status: "failed", error: expect.stringContaining("audit log") },
  ]);
  expect(vendor.calls).toEqual([]);
});

const TWO = { policy: [{ name: "two", actions: ["*"], decide: "two" as const }] };

it("does not run what one person approved where two were asked for, whatever the row says of it", async () => {
  const { gate, given, vendor, state } = await gateWorld({ settings: TWO });
  const { id, digest } = await given();
  const lowered = { ...gate, settings: () => ({ ...gate.settings(), policy: [] }) };
  await state.db.updateTable("approvals").set({ approvals_needed: 1, decide: "one" }).execute();
  await expect(approve(lowered, { id, digest, by: approver("ann") })).rejects.toMatchObject({
    code: "conflict",
  });
  await approve(gate, { id, digest, by: approver("ann") });
  const forged = { approval_id: id, by: "bob", vote: "approve", reason: null, via: "cli" };
  await state.db
    .insertInto("approval_votes")
    .values({ ...forged, at: "2026-03-02T12:00:01.000Z" })
    .execute();
  await state.db.updateTable("approvals").set({ status: "approved" }).execute();
  expect(await runApproved(gate)).toMatchObject([
    { id, status: "failed", error: expect.stringContaining("audit log") },
  ]);
  expect(vendor.calls).toEqual([]);
});

it.each([
  ["without its hash", false],
  ["with a hash of its own, but after no entry", true],
])("does not run on an approval that was written into the audit log by hand, %s", async (_, hashed) => {
  const { gate, given, vendor, state, verify } = await gateWorld();
  const { id, digest } = await given();
  const entry = {
    seq: 2,
    at: "2026-03-02T12:00:01.000Z",
    kind: "decision.approved",
    actor: "ann",
    via: "cli",
    subject: id,
    data: JSON.stringify({ digest, votes: 1, needed: 1 }),
    previous_hash: "0".repeat(64),
  };
  const hash = hashed ? auditHash(entry) : "f".repeat(64);
  await state.db
    .insertInto("audit")
    .values({ ...entry, hash })
    .execute();
  await state.db.updateTable("approvals").set({ status: "approved" }).execute();
  expect(await runApproved(gate)).toMatchObject([
    { id, status: "failed", error: expect.stringContaining("tampered") },
  ]);
  expect(vendor.calls).toEqual([]);
  expect(await verify()).toMatchObject({ ok: false });
});

it.each<[string, Partial<ApprovalRow>]>([
  ["words", { preview: JSON.stringify({ title: "Set acme/harmless", lines: ["value 1"] }) }],
  ["resource", { resource: "acme/harmless" }],
])("does not take an approval of what was shown with another %s than what would be done", async (_, row) => {
  const { gate, given, state } = await gateWorld();
  const { id, digest } = await given();
  await state.db.updateTable("approvals").set(row).execute();
  await expect(approve(gate, { id, digest, by: approver("ann") })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("not what would be done"),
  });
});

it("does not take back something else than what was done", async () => {
  const { gate, id, set, vendor } = await approved();
  await runApproved(gate);
  await set({ args: '{"target":"acme/other","value":7}' });
  await expect(undo(gate, { id, by: approver("ann") })).rejects.toMatchObject({ code: "conflict" });
  expect([...vendor.effects.keys()]).toEqual([id]);
});

import { expect, it } from "vitest";

import { runApproved } from "../../src/gate/run-approved.ts";
import type { ApprovalRow } from "../../src/state/schema.ts";
import { approved } from "./approved.ts";
import { gateWorld } from "./gate-world.ts";

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

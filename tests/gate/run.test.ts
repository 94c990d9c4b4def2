import { hostname } from "node:os";

import { expect, it } from "vitest";

import { getApproval } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { undo } from "../../src/gate/undo.ts";
import { approved } from "./approved.ts";
import { approver, MINUTE } from "./gate-world.ts";

/** The pause before a vendor that did not show the effect may be called again. */
const SETTLE = 10_000;

it("does nothing when the world has changed since, and says what", async () => {
  const { gate, vendor } = await approved();
  vendor.head = "b2";
  expect(await runApproved(gate)).toMatchObject([
    { status: "failed", error: 'not done, since things changed: head was "a1", is "b2"' },
  ]);
  expect(vendor.calls).toEqual([]);
});

it("looks at the vendor before anything else when the answer was lost after the call was accepted", async () => {
  const { gate, vendor, wait, id, kinds } = await approved();
  vendor.next = ["accepted_then_lost"];
  expect(await runApproved(gate)).toMatchObject([{ status: "unknown", error: "the connection broke" }]);
  expect(await runApproved(gate)).toEqual([]);
  wait(2_000);
  expect(await runApproved(gate)).toMatchObject([{ status: "done", error: null, attempts: 1 }]);
  expect(vendor.calls).toEqual([id]);
  expect((await kinds()).at(-1)).toBe("run.reconciled");
});

it("calls again only when the vendor has had time to show a first call, and does not have it", async () => {
  const { gate, vendor, wait, id } = await approved();
  vendor.next = ["lost"];
  await runApproved(gate);
  wait(2_000);
  expect(await runApproved(gate)).toMatchObject([{ status: "unknown", attempts: 1 }]);
  wait(SETTLE - 2_001);
  expect(await runApproved(gate)).toEqual([]);
  wait(1);
  expect(await runApproved(gate)).toMatchObject([{ status: "done", attempts: 2 }]);
  expect(vendor.calls).toEqual([id, id]);
  expect(vendor.effects.size).toBe(1);
});

it("waits, in doubling pauses, for a vendor that is down, and does it once when it is back", async () => {
  const { gate, vendor, wait, id } = await approved();
  vendor.next = ["accepted_then_lost"];
  await runApproved(gate);
  vendor.deaf = true;
  let looked = 0;
  for (let second = 0; second < 3_600; second += 1) {
    wait(1_000);
    looked += (await runApproved(gate)).length;
  }
  expect(looked).toBeGreaterThan(5);
  expect(looked).toBeLessThan(20);
  expect(await getApproval(gate.state, id)).toMatchObject({ status: "unknown" });
  vendor.deaf = false;
  wait(10 * MINUTE);
  expect(await runApproved(gate)).toMatchObject([{ status: "done" }]);
  expect(vendor.calls).toEqual([id]);
});

it("gives up: failed when the vendor certainly has nothing, unknown for ever when nobody can say", async () => {
  const absent = await approved();
  absent.vendor.next = ["lost"];
  await runApproved(absent.gate);
  absent.wait(240 * MINUTE);
  expect(await runApproved(absent.gate)).toMatchObject([{ status: "failed", attempts: 1 }]);

  const unsaid = await approved();
  unsaid.vendor.next = ["lost"];
  await runApproved(unsaid.gate);
  unsaid.vendor.deaf = true;
  unsaid.wait(240 * MINUTE);
  const given_up = expect.stringContaining("look at the vendor");
  expect(await runApproved(unsaid.gate)).toMatchObject([{ status: "unknown", error: given_up }]);
  unsaid.vendor.deaf = false;
  unsaid.wait(240 * MINUTE);
  expect(await runApproved(unsaid.gate)).toEqual([]);

  const late = await approved();
  late.wait(240 * MINUTE);
  expect(await runApproved(late.gate)).toMatchObject([{ status: "failed", attempts: 0 }]);
  expect(late.vendor.calls).toEqual([]);
});

it("ends with a refusal of the vendor, and tries again what was certainly not sent", async () => {
  const refused = await approved();
  refused.vendor.next = ["refused"];
  expect(await runApproved(refused.gate)).toMatchObject([
    { status: "failed", error: "the vendor said refused" },
  ]);

  const unsent = await approved();
  unsent.vendor.next = ["not_sent"];
  expect(await runApproved(unsent.gate)).toMatchObject([{ status: "running" }]);
  unsent.wait(SETTLE);
  expect(await runApproved(unsent.gate)).toMatchObject([{ status: "done", attempts: 2 }]);

  const deaf = await approved();
  deaf.vendor.deaf = true;
  expect(await runApproved(deaf.gate)).toMatchObject([{ status: "running", attempts: 0 }]);
  deaf.vendor.deaf = false;
  deaf.wait(2_000);
  expect(await runApproved(deaf.gate)).toMatchObject([{ status: "done", attempts: 1 }]);
});

it("takes over at once what a dead process held, and waits for a living one", async () => {
  const { gate, vendor, set, clock, id } = await approved();
  const lease_until = new Date(clock.at.getTime() + MINUTE).toISOString();
  await set({
    status: "running",
    started_at: clock.at.toISOString(),
    lease_until,
    lease_by: `${hostname()}/1/other/1`,
  });
  expect(await runApproved(gate)).toEqual([]);
  // No system gives a process so high a number.
  await set({ lease_by: `${hostname()}/99999999/other/1` });
  expect(await runApproved(gate)).toMatchObject([{ id, status: "done" }]);
  expect(vendor.calls).toEqual([id]);
});

it("undoes what was done, once and by an approver only", async () => {
  const { gate, vendor, id, kinds } = await approved();
  await expect(undo(gate, { id, by: approver("ann") })).rejects.toMatchObject({ code: "conflict" });
  await runApproved(gate);
  const operator = { name: "op", role: "operator", via: "cli" } as const;
  await expect(undo(gate, { id, by: operator })).rejects.toMatchObject({ code: "unauthorized" });
  const both = await Promise.allSettled([1, 2].map(() => undo(gate, { id, by: approver("ann") })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await getApproval(gate.state, id)).toMatchObject({
    status: "undone",
    result: { id, taken_back: true },
  });
  expect(vendor.effects.size).toBe(0);
  expect((await kinds()).slice(-4)).toContain("run.undone");
});

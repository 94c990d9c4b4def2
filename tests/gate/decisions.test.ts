import { expect, it } from "vitest";

import { listAudit } from "../../src/audit/list-audit.ts";
import type { Principal } from "../../src/contracts/principal.ts";
import { approve } from "../../src/gate/approve.ts";
import { expireApprovals } from "../../src/gate/expire.ts";
import { getApproval, listApprovals } from "../../src/gate/read-approvals.ts";
import { refuse } from "../../src/gate/refuse.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { approver, gateWorld, MINUTE } from "./gate-world.ts";

const TWO = { policy: [{ name: "two", actions: ["*"], decide: "two" as const }] };

it("runs what an approver approved, once, and has Slack told of every change", async () => {
  const { gate, given, vendor, state, kinds, verify } = await gateWorld();
  const { id, digest, status } = await given();
  expect(status).toBe("proposed");
  await approve(gate, { id, digest, by: approver("ann"), reason: "go" });
  expect(await runApproved(gate)).toMatchObject([{ id, status: "done", attempts: 1, result: { id } }]);
  expect(await runApproved(gate, id)).toEqual([]);
  expect(vendor.calls).toEqual([id]);
  expect(await kinds()).toEqual([
    "proposal.made",
    "decision.approved",
    "run.started",
    "run.called",
    "run.done",
  ]);
  const letters = await state.db.selectFrom("outbox").select(["channel", "payload"]).orderBy("id").execute();
  expect(letters.map(({ channel }) => channel)).toEqual(["slack_approval", ...Array(3).fill("slack_update")]);
  expect(new Set(letters.map(({ payload }) => payload))).toEqual(
    new Set([JSON.stringify({ approval_id: id })]),
  );
  expect(await verify()).toMatchObject({ ok: true, entries: 5, anchored: 5 });
});

it.each<[string, Principal, "unauthorized" | "conflict", { wrong_digest?: boolean; late?: boolean }]>([
  ["a viewer", { name: "vi", role: "viewer", via: "web" }, "unauthorized", {}],
  ["an operator", { name: "op", role: "operator", via: "slack" }, "unauthorized", {}],
  ["an agent", { name: "agent", role: "agent", via: "key" }, "unauthorized", {}],
  ["nobody by name", { name: " ", role: "admin", via: "key" }, "unauthorized", {}],
  ["who proposed it", approver("ann"), "conflict", {}],
  ["who proposed it, in other letters", { ...approver("Ann "), role: "admin" }, "conflict", {}],
  ["who saw something else", approver("bob"), "conflict", { wrong_digest: true }],
  ["who comes after the end", approver("bob"), "conflict", { late: true }],
])("turns down %s, and records why", async (_, by, code, { wrong_digest = false, late = false }) => {
  const { gate, given, wait, state, vendor } = await gateWorld();
  const { id, digest } = await given(undefined, { name: "ann", role: "operator", via: "web" });
  if (late) wait(240 * MINUTE);
  const attempt = approve(gate, { id, digest: wrong_digest ? "0".repeat(64) : digest, by });
  await expect(attempt).rejects.toMatchObject({ code });
  const [entry] = await listAudit(state, { kind: "decision" });
  expect(entry).toMatchObject({
    kind: "decision.denied",
    subject: id,
    actor: by.name,
    data: { code, role: by.role },
  });
  await runApproved(gate);
  expect(vendor.calls).toEqual([]);
  expect((await getApproval(state, id)).votes).toEqual([]);
});

it("takes two different people where policy says two, neither of them the proposer", async () => {
  const { gate, given, vendor } = await gateWorld({ settings: TWO });
  const { id, digest, approvals_needed } = await given(undefined, { ...approver("ann"), via: "slack" });
  expect(approvals_needed).toBe(2);
  await expect(approve(gate, { id, digest, by: approver("ann") })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await approve(gate, { id, digest, by: approver("bob") })).toMatchObject({ status: "proposed" });
  await expect(approve(gate, { id, digest, by: approver("BOB") })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await runApproved(gate)).toEqual([]);
  expect(await approve(gate, { id, digest, by: approver("cid") })).toMatchObject({ status: "approved" });
  await runApproved(gate);
  expect(vendor.calls).toEqual([id]);
});

it("ends with one refusal, which needs a reason and may come from who had approved", async () => {
  const { gate, given, vendor } = await gateWorld({ settings: TWO });
  const { id, digest } = await given();
  await approve(gate, { id, digest, by: approver("ann") });
  await expect(refuse(gate, { id, by: approver("ann"), reason: " " })).rejects.toMatchObject({
    code: "invalid",
  });
  const refused = await refuse(gate, { id, by: approver("ann"), reason: "not on a Friday" });
  expect(refused).toMatchObject({
    status: "refused",
    votes: [{ vote: "refuse", reason: "not on a Friday" }],
  });
  await expect(approve(gate, { id, digest, by: approver("bob") })).rejects.toMatchObject({
    code: "conflict",
  });
  await runApproved(gate);
  expect(vendor.calls).toEqual([]);
});

it("reminds once at three quarters of its life, then expires without an action", async () => {
  const { gate, given, wait, kinds } = await gateWorld();
  const { id } = await given();
  wait(179 * MINUTE);
  expect(await expireApprovals(gate)).toEqual({ expired: [], reminded: [] });
  wait(1 * MINUTE);
  expect(await expireApprovals(gate)).toMatchObject({ expired: [], reminded: [{ id }] });
  expect(await expireApprovals(gate)).toEqual({ expired: [], reminded: [] });
  wait(60 * MINUTE);
  expect(await expireApprovals(gate)).toMatchObject({ expired: [{ id, status: "expired" }], reminded: [] });
  expect(await expireApprovals(gate)).toEqual({ expired: [], reminded: [] });
  expect(await kinds()).toEqual(["proposal.made", "proposal.reminded", "proposal.expired"]);
});

it("finds an approval by the start of its id, and names the nearest otherwise", async () => {
  const { given, state } = await gateWorld();
  const first = await given();
  await given({ target: "acme/shop", value: 8 });
  expect(await getApproval(state, first.id.slice(4).toUpperCase())).toMatchObject({ id: first.id });
  await expect(getApproval(state, first.id.slice(0, -1))).rejects.toMatchObject({ code: "usage" });
  await expect(getApproval(state, `${first.id.slice(0, -2)}zz`)).rejects.toMatchObject({
    code: "not_found",
    hint: expect.stringContaining(first.id),
  });
  expect(await listApprovals(state, { status: "refused" })).toEqual([]);
  expect(await listApprovals(state)).toHaveLength(2);
});

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { answerOrder } from "../../src/agents/answer-order.ts";
import { orderFor } from "../../src/agents/order-for.ts";
import { placeOrders, type Placement } from "../../src/agents/place-orders.ts";
import { revokeOrders } from "../../src/agents/revoke-orders.ts";
import { waitForOrder } from "../../src/agents/wait-for-order.ts";
import { openState, type State } from "../../src/state/open.ts";
import { act, openWorld } from "../actions/world.ts";

const AT = new Date("2026-03-02T12:00:00Z");
const PUSH = { url: "https://agents.example/orders", secret: "PUSH_SECRET" };
const placement = (more: Partial<Placement> = {}): Placement => ({
  approval_id: "apr_1",
  connection: "s",
  trace_ids: ["t1", "t2"],
  reason: "the agent makes no progress",
  push: [PUSH],
  at: AT,
  ...more,
});

function stateIn(path = ":memory:"): State {
  const state = openState(path);
  onTestFinished(() => state.close());
  return state;
}
const audited = async (state: State) =>
  (await state.db.selectFrom("audit").select("kind").orderBy("seq").execute()).map(({ kind }) => kind);

describe("an order", () => {
  it("is placed once with its pushes, read once, answered once and taken back", async () => {
    const state = stateIn();
    expect(await orderFor(state, "t1", { at: AT })).toMatchObject({ order: "none", approval_id: null });
    expect(await placeOrders(state, placement())).toEqual({ placed: 2 });
    expect(await placeOrders(state, placement())).toEqual({ placed: 0 });
    expect(await state.db.selectFrom("outbox").select("key").execute()).toHaveLength(2);

    const order = {
      trace_id: "t1",
      order: "kill",
      reason: "the agent makes no progress",
      method: "auto",
      ordered_at: AT.toISOString(),
      approval_id: "apr_1",
    };
    expect(await orderFor(state, "t1", { at: AT })).toEqual(order);
    expect(await orderFor(state, "t1", { at: AT })).toEqual(order);

    const answer = { trace_id: "t1", approval_id: "apr_1", at: AT };
    await answerOrder(state, { ...answer, answer: "refused" });
    await answerOrder(state, { ...answer, answer: "killed" });
    await answerOrder(state, { ...answer, answer: "killed" });
    await expect(answerOrder(state, { ...answer, answer: "finished" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(answerOrder(state, { ...answer, trace_id: "t9", answer: "killed" })).rejects.toMatchObject({
      code: "not_found",
    });

    expect(await revokeOrders(state, "apr_1", AT)).toEqual({ revoked: 2, stopped_before: 1 });
    expect(await revokeOrders(state, "apr_1", AT)).toMatchObject({ revoked: 0 });
    expect(await orderFor(state, "t2", { at: AT })).toMatchObject({ order: "none" });
    expect(await audited(state)).toEqual([
      "order.placed",
      "order.read",
      "order.answered",
      "order.answered",
      "order.revoked",
    ]);
  });

  it("wakes who waits for it, and lets others wait", async () => {
    const state = stateIn();
    const waiting = waitForOrder(state, "error", { wait_ms: 20_000, now: () => AT });
    const other = waitForOrder(state, "t2", { wait_ms: 50, now: () => AT });
    await placeOrders(state, placement({ trace_ids: ["error"] }));
    expect(await waiting).toMatchObject({ order: "kill", trace_id: "error" });
    expect(await other).toMatchObject({ order: "none" });
    const left = AbortSignal.abort();
    expect(await waitForOrder(state, "t2", { wait_ms: 20_000, now: () => AT, signal: left })).toMatchObject({
      order: "none",
    });
  });

  it("is seen by one who waits in another process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sentinel-orders-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "state.sqlite");
    const state = stateIn(path);
    const waiting = waitForOrder(state, "t1", { wait_ms: 20_000, now: () => AT });
    const script = `
      const { openState } = await import("./src/state/open.ts");
      const { placeOrders } = await import("./src/agents/place-orders.ts");
      const order = ${JSON.stringify(placement())};
      await placeOrders(openState(process.argv[1]), { ...order, at: new Date(order.at) });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, path], {
      stdio: "inherit",
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    expect(await waiting).toMatchObject({ order: "kill" });
    expect(await ended).toBe(0);
  });
});

const args = (...trace_ids: string[]) => ({ connection: "s", trace_ids, reason: { kind: "by_hand" } });

describe("kill_loop", () => {
  const ended = { id: "o1", traceId: "t1", type: "SPAN", name: "a", startTime: "2026-03-02T11:00:00Z" };
  const running = { ...ended, id: "o2", traceId: "t2", startTime: "2026-03-02T11:55:00Z" };

  it("asks Langfuse whether a trace still runs, and refuses when none does", async () => {
    const world = await openWorld({ tables: { langfuse_observations: [ended, running] }, now: () => AT });
    expect(await act(world, "kill_loop", args("t1", "t2")).preconditions()).toEqual({ running: true });
    for (const trace_id of ["t1", "unknown"]) {
      await expect(act(world, "kill_loop", args(trace_id)).preconditions()).rejects.toMatchObject({
        code: "conflict",
      });
    }
  });

  it("says nothing when Langfuse does not answer", async () => {
    const world = await openWorld({
      tables: { langfuse_observations: [running] },
      faults: [{ vendor: "langfuse", kind: "error-500" }],
      now: () => AT,
    });
    await expect(act(world, "kill_loop", args("t2")).preconditions()).rejects.toMatchObject({
      kind: "not_sent",
    });
  });

  it("orders once however often it is run, and can be taken back", async () => {
    const world = await openWorld({ now: () => AT, settings: { agents: { push: [PUSH] } } });
    const kill = act(world, "kill_loop", args("t1", "t2"));
    expect(await kill.reconcile("apr_1")).toEqual({ found: false });
    const result = await kill.run("apr_1");
    expect(await kill.run("apr_1")).toEqual(result);
    expect(await kill.reconcile("apr_1")).toEqual({ found: true, result: { id: "apr_1", orders: 2 } });
    const letters = await world.state.db.selectFrom("outbox").select("payload").execute();
    expect(letters.map(({ payload }) => JSON.parse(payload))).toMatchObject([
      { ...PUSH, body: { event: "order.kill", trace_id: "t1", order: "kill", approval_id: "apr_1" } },
      { ...PUSH, body: { trace_id: "t2" } },
    ]);
    expect(await kill.undo("apr_1", result)).toMatchObject({ revoked: 2 });
  });
});

/** A real process with the real Langfuse SDK goes in circles; one kill order stops it. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";

import { listOrders } from "../../src/agents/list-orders.ts";
import { act, openWorld } from "../actions/world.ts";
import { configOf } from "../seeds/vendors/serve-rows.ts";
import { serveSentinel } from "./serve-sentinel.ts";

const FIRST = { id: "o0", traceId: "t0", type: "SPAN", name: "old", startTime: "2026-01-01T00:00:00Z" };
const Started = z.object({ trace_id: z.string() });
const Ended = z.object({
  stopped: z.object({ approval_id: z.string(), method: z.string(), reason: z.string() }),
  steps: z.number(),
});

it("stops a looping agent that runs the Langfuse SDK, and hears so from it", async () => {
  const { url, key, state } = await serveSentinel();
  const world = await openWorld({ tables: { langfuse_observations: [FIRST] }, state });
  const { base_url = "", public_key = "", secret_key = "" } = configOf(world.servers, "langfuse");
  const agent = spawn(
    process.execPath,
    ["tests/agents/looping-agent.mjs", url, key, base_url, public_key, secret_key],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void agent.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => agent.once("close", resolve));
  const lines = createInterface(agent.stdout)[Symbol.asyncIterator]();
  const { trace_id } = Started.parse(JSON.parse((await lines.next()).value ?? ""));

  const kill = act(world, "kill_loop", {
    connection: "s",
    trace_ids: [trace_id],
    reason: { kind: "no_progress", generations: 30, steps_without_progress: 25 },
  });
  // What the agent sends to Langfuse is what says that it still runs.
  await expect
    .poll(() => kill.preconditions().catch(() => undefined), { timeout: 20_000 })
    .toEqual({ running: true });
  await kill.run("apr_1");

  const told = Ended.parse(JSON.parse((await lines.next()).value ?? ""));
  expect(await ended).toBe(0);
  expect(told.stopped).toEqual({
    approval_id: "apr_1",
    method: "auto",
    reason: "the agent makes no progress; 30 model calls; 25 steps without anything new",
  });
  expect(told.steps).toBeGreaterThan(0);
  const [order] = await listOrders(state);
  expect(order).toMatchObject({ trace_id, method: "auto", answer: "killed", ordered_by: "sentinel" });
  expect(order?.first_read_at).not.toBeNull();
  const audited = await state.db
    .selectFrom("audit")
    .select("kind")
    .where("kind", "like", "order.%")
    .orderBy("seq")
    .execute();
  expect(audited.map(({ kind }) => kind)).toEqual(["order.placed", "order.read", "order.answered"]);
  // The agent's content went to Langfuse only.
  expect(JSON.stringify(await listOrders(state))).not.toContain("the same question");
});

/** KILL_SEEDS=25 runs the full count: each point with 25 arrangements of what else is under way. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { expect, it, onTestFinished } from "vitest";

import { idFor } from "../../seeds/vendors/slack/ids.ts";
import { type Point, POINTS } from "../../src/gate/context.ts";
import { listApprovals } from "../../src/gate/read-approvals.ts";
import { bundled } from "../bundled.ts";
import { configOf, seedOf, serve } from "../seeds/vendors/serve-rows.ts";
import { serveEffects } from "./effects.ts";
import type { Life } from "./gate-life.ts";
import { gateWorld, INCIDENT } from "./gate-world.ts";

const SEEDS = Number(process.env["KILL_SEEDS"] ?? 1);
const CHANNEL = "C0INCIDENTS";

/** Starts a life and answers how it ended, and how long it took to have looked after what was left. */
async function live(
  script: string,
  folder: string,
  life: Life,
): Promise<{ signal: string | null; code: number | null; ready_ms: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [script, folder, JSON.stringify(life)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<{ signal: string | null; code: number | null }>((done) => {
    child.once("close", (code, signal) => done({ code, signal }));
  });
  let ready_ms = Number.NaN;
  for await (const line of createInterface(child.stdout))
    if (line === "ready") ready_ms = performance.now() - began;
  return { ...(await ended), ready_ms };
}

/** What is under way when it dies: one to three things, of which the last to pass the point is one. */
function targetsOf(point: Point, seed: number): string[] {
  const kind = point === "expired" ? "late" : "task";
  return Array.from({ length: 1 + (seed % 3) }, (_, n) => `${kind}/${point}-${seed}-${n}`);
}

it(
  `loses and doubles nothing when it is killed at ${POINTS.length} points, ${SEEDS} times each`,
  { timeout: 7_200_000 },
  async () => {
    const world = await gateWorld();
    const script = await bundled("tests/gate/gate-life.ts");
    const effects = await serveEffects();
    onTestFinished(effects.close);
    const servers = await serve([seedOf("acme", { slack_channels: [{ id: CHANNEL, name: "incidents" }] })]);
    const { api_url = "", bot_token = "" } = configOf(servers, "slack");
    const callback = {
      secret: "8f742231b10e8888abcd99yyyzzz85a5",
      team: idFor("T", "acme"),
      app: idFor("A", "sentinel"),
      channel: CHANNEL,
      user: "U0ADA",
    };
    const base = { incident: INCIDENT, effects: effects.url, slack: { api_url, bot_token }, callback };
    const deaths = Array.from({ length: SEEDS }, (_, seed) =>
      POINTS.map((point) => ({ point, seed })),
    ).flat();
    const ready: number[] = [];
    const all: string[] = [];
    let earlier: string[] = [];
    for (const { point, seed } of deaths) {
      const targets = targetsOf(point, seed);
      const last = { point, nth: 1 + (seed % targets.length) };
      const died = await live(script, world.folder, { ...base, earlier, targets, last });
      expect({ point, seed, signal: died.signal }).toEqual({ point, seed, signal: "SIGKILL" });
      ready.push(died.ready_ms);
      all.push(...targets);
      earlier = targets;
    }
    const ended = await live(script, world.folder, { ...base, earlier, targets: [], last: null });
    expect(ended.code).toBe(0);
    ready.push(ended.ready_ms);

    const approvals = await listApprovals(world.state, { limit: 10_000 });
    const tasks = approvals.filter(({ resource }) => resource.startsWith("task/"));
    expect(approvals.map(({ resource }) => resource).toSorted()).toEqual(all.toSorted());
    expect(tasks.filter(({ status }) => status !== "done")).toEqual([]);
    expect(
      approvals.filter(({ resource, status }) => resource.startsWith("late/") && status !== "expired"),
    ).toEqual([]);
    expect(effects.calls.toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
    const posts = servers
      .slack_writes("acme")
      .filter(({ method, args }) => method === "chat.postMessage" && args["thread_ts"] === undefined);
    expect(posts).toHaveLength(approvals.length);
    expect(await world.verify()).toMatchObject({ ok: true, problems: [] });
    const slowest = Math.round(Math.max(...ready));
    process.stdout.write(
      `killed ${deaths.length} times: ${approvals.length} approvals, ${tasks.length} effects, 0 lost, 0 doubled; slowest restart ${slowest} ms\n`,
    );
  },
);

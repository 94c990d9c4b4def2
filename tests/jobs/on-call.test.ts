/** The patrol from the first request to the last message, over loopback vendors. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { loadSeeds, type Seed } from "../../seeds/load.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { afterPatrol } from "../../src/jobs/after-patrol.ts";
import { Jobs } from "../../src/jobs/jobs.ts";
import { pull } from "../../src/jobs/pull.ts";
import { standingJobs } from "../../src/jobs/standing-jobs.ts";
import { openSentinel } from "../../src/main.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import { latestSamplings } from "../../src/sampling/read-sampling.ts";
import { serve } from "../seeds/vendors/serve-rows.ts";

const NOW = new Date("2026-11-20T15:00:00Z");
const CHANNEL = "C0INCIDENTS";

function withChannel(path: string): Seed {
  const [seed] = loadSeeds(path, NOW);
  if (seed === undefined) throw new Error(`no seed ${path}`);
  const slack_channels = [...(seed.tables.get("slack_channels") ?? []), { id: CHANNEL, name: "incidents" }];
  return { ...seed, tables: new Map([...seed.tables, ["slack_channels", slack_channels]]) };
}

async function onDuty(path: string) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-on-call-"));
  const clock = { now: NOW };
  const seed = withChannel(path);
  const vendors = await serve([seed], { now: () => clock.now });
  const [given = {}] = vendors.env;
  const variables: Record<string, string> = { ...given, SLACK_INCIDENTS_CHANNEL: CHANNEL };
  const sentinel = await openSentinel({
    home: join(folder, "home"),
    quiet: true,
    now: () => clock.now,
    environment: (name) => variables[name],
  });
  onTestFinished(async () => {
    await sentinel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { state, log, now } = sentinel;
  const jobs = new Jobs(standingJobs(sentinel), { state, now, log });
  return {
    clock,
    sentinel,
    state,
    /** Runs a job, and lets leave what it has to say. */
    run: async (id: string) => {
      const run = await jobs.runToEnd(id);
      await runApproved(sentinel.gate());
      await deliverDue(sentinel.outbox());
      return run;
    },
    /** What stands in the channel itself, the oldest first. */
    parents: () =>
      vendors
        .slack_writes(seed.name)
        .filter(({ method, args }) => method === "chat.postMessage" && args["thread_ts"] === undefined)
        .map(({ args }) => JSON.stringify(args)),
  };
}

it("tells people of a new incident in one message, beside what asks for their approval", async () => {
  const { clock, state, run, parents } = await onDuty("seeds/incidents/agent-loop-critical");
  const patrolled = () => run("patrol");

  expect(await patrolled()).toMatchObject({ outcome: "done", error: null, findings: 1 });
  const [incident, ...others] = await listIncidents(state(), clock.now);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ type: "agent_loop", severity: "critical", status: "open" });
  const approvals = await state().db.selectFrom("approvals").select(["id", "action"]).execute();
  expect(approvals.map(({ action }) => action)).not.toContain("notify");
  const asks = (message: string) => approvals.some(({ id }) => message.includes(id));
  const told = parents().filter((message) => !asks(message));
  expect(told).toEqual([expect.stringContaining(`CRITICAL incident ${incident?.id} opened`)]);
  expect(parents().filter(asks)).toHaveLength(approvals.length);
  expect(approvals.length).toBeGreaterThan(0);
  const [sampling] = await latestSamplings(state());
  expect(sampling).toMatchObject({ recall: 1, missed: [] });
  expect(sampling?.named).toBeGreaterThan(0);

  clock.now = new Date(NOW.getTime() + 15 * 60_000);
  expect(await patrolled()).toMatchObject({ outcome: "done" });
  expect(parents().filter((message) => !asks(message))).toHaveLength(1);
});

it("tells of drift in the run that finds it, and the next patrol does not tell it again", async () => {
  const { sentinel, state, run, parents, clock } = await onDuty("seeds/incidents/prompt-drift-schema");
  await pull(sentinel, { only: [] });
  expect(await run("drift")).toMatchObject({ outcome: "done", findings: 1 });
  const [incident] = await listIncidents(state(), clock.now);
  expect(incident).toMatchObject({ type: "prompt_drift", severity: "high" });
  const opened = () => parents().filter((message) => message.includes(`incident ${incident?.id} opened`));
  expect(opened()).toHaveLength(1);
  await run("patrol");
  await run("drift");
  expect(opened()).toHaveLength(1);
});

it("makes the digest after the patrol that fetches what it is about", async () => {
  const { sentinel, state } = await onDuty("seeds/incidents/cost-spike-model");
  const order: string[] = [];
  const [patrol, digest] = ["patrol", "digest"].map((id) => ({
    id,
    summary: id,
    schedule: () => ({ cron: "*/15 * * * *", time_zone: "UTC" }),
    at_first: true,
    async work(signal: AbortSignal) {
      if (id === "digest") await afterPatrol(sentinel, signal);
      order.push(`${id} begins`);
      if (id === "patrol") await new Promise((done) => setTimeout(done, 50));
      order.push(`${id} ends`);
    },
  }));
  const jobs = new Jobs(
    [patrol, digest].filter((job) => job !== undefined),
    {
      state,
      now: sentinel.now,
      log: sentinel.log,
    },
  );
  await jobs.look();
  await jobs.idle();
  expect(order).toEqual(["patrol begins", "patrol ends", "digest begins", "digest ends"]);
});

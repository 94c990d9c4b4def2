/** `sentinel run` as a process, alone and beside a server. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { claimNow } from "../../src/jobs/claim.ts";
import type { JobRun, JobState } from "../../src/jobs/job.ts";
import { leaseHolder } from "../../src/outbox/lease.ts";
import { openState } from "../../src/state/open.ts";
import { shell } from "../reliability/world/command.ts";

let folder: string;
let commands: ReturnType<typeof shell>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-run-"));
  commands = shell(folder, {});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("says what a mistyped job may have meant", async () => {
  const { code, stderr } = await commands.run("run", "retenton");
  expect(code).toBe(2);
  expect(stderr).toContain("did you mean retention?");
});

it("runs a job beside a server, which shows it, and is busy while somebody else runs it", async () => {
  const server = commands.start("up", "--no-patrol", "--port", "0", "--json");
  let said = "";
  server.child.stdout?.on("data", (text: string) => (said += text));
  const { url } = await vi.waitFor(() => JSON.parse(said) as { url: string }, { timeout: 20_000 });
  try {
    const { code, stdout } = await commands.run("run", "retention", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout) as JobRun).toMatchObject({ job: "retention", outcome: "done", rows: 0 });
    const { jobs } = (await (await fetch(`${url}/api/jobs`)).json()) as { jobs: JobState[] };
    expect(jobs.map(({ id }) => id)).not.toContain("patrol");
    expect(jobs.find(({ id }) => id === "retention")).toMatchObject({
      running: false,
      last: { scheduled_for: null, outcome: "done" },
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('sentinel_job_runs{job="retention",outcome="done"} 1');
    expect(metrics).toContain('sentinel_job_last_rows{job="retention"} 0');

    const state = openState(join(folder, "home", "state.sqlite"));
    const kept = { id: "retention", schedule: { cron: "30 3 * * *", time_zone: "UTC" } };
    await claimNow(state, kept, { holder: leaseHolder(), at: new Date() });
    state.close();
    expect((await commands.run("run", "retention")).code).toBe(75);
    expect((await fetch(`${url}/api/jobs/retention/run`, { method: "POST" })).status).toBe(503);
  } finally {
    server.child.kill("SIGTERM");
    await server.outcome;
  }
});

/** JOB_RACES=500 runs the full count. */
import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { listRuns } from "../../src/jobs/read-runs.ts";
import { openState } from "../../src/state/open.ts";
import type { Order, Report } from "./runner.ts";

const RACES = Number(process.env["JOB_RACES"] ?? 60);
const START = Date.parse("2026-03-02T12:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

async function openRunners(count: number) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-jobs-"));
  const path = join(folder, "state.sqlite");
  const state = openState(path);
  const children = Array.from({ length: count }, () =>
    fork("tests/jobs/runner.ts", [path], { execArgv: ["--import", "tsx"] }),
  );
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await Promise.all(children.map(nextReport));
  const look = (child: ChildProcess, order: Order) => {
    const report = nextReport(child);
    child.send(order);
    return report;
  };
  return { state, children, look };
}

function nextReport(child: ChildProcess): Promise<Report> {
  return new Promise((done, fail) => {
    const ended = () => fail(new Error("a runner ended"));
    child.once("exit", ended);
    child.once("message", (report) => {
      child.off("exit", ended);
      done(report as Report);
    });
  });
}

it(
  `runs each of ${RACES} slots once, whichever of three processes looks first`,
  { timeout: 600_000 },
  async () => {
    const { state, children, look } = await openRunners(3);
    for (let slot = 0; slot < RACES; slot += 1) {
      const reports = await Promise.all(
        children.map((child) => look(child, { at: at(slot * 15), hang: false })),
      );
      expect(reports.reduce((sum, { ran }) => sum + ran, 0)).toBe(slot + 1);
    }
    const runs = await listRuns(state, "patrol", 1_000);
    expect(runs.map(({ scheduled_for }) => scheduled_for).toReversed()).toEqual(
      Array.from({ length: RACES }, (_, slot) => at(slot * 15)),
    );
    expect(new Set(runs.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
  },
);

it("takes over from a process that was killed, and runs what it left after a pause", async () => {
  const { state, children, look } = await openRunners(2);
  const [killed, other] = children;
  if (killed === undefined || other === undefined) throw new Error("no runners");
  await look(killed, { at: at(0), hang: true });
  expect(await look(other, { at: at(1), hang: false })).toEqual({ ran: 0 });
  const gone = new Promise((done) => killed.once("exit", done));
  killed.kill("SIGKILL");
  await gone;
  expect(await look(other, { at: at(1.5), hang: false })).toEqual({ ran: 0 });
  expect(await look(other, { at: at(4), hang: false })).toEqual({ ran: 1 });
  const runs = await listRuns(state, "patrol", 10);
  expect(
    runs.map(({ scheduled_for, started_at, outcome, error }) => [scheduled_for, started_at, outcome, error]),
  ).toEqual([
    [at(0), at(4), "done", null],
    [at(0), at(0), "missed", "its process ended before it did"],
  ]);
});

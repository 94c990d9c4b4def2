/** GATE_RACES=1000 runs the full count. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { getApproval } from "../../src/gate/read-approvals.ts";
import { bundled } from "../bundled.ts";
import { EFFECT, effectActions, serveEffects } from "./effects.ts";
import { propose } from "../../src/gate/propose.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { gateWorld, INCIDENT } from "./gate-world.ts";
import type { Order, Report } from "./racer.ts";

const RACES = Number(process.env["GATE_RACES"] ?? 60);
const PROCESSES = 3;
const MOST_CLICKS = 20;

async function openRace() {
  const policy = [{ name: "one", actions: [EFFECT], decide: "one" as const }];
  const world = await gateWorld({ settings: { policy } });
  const server = await serveEffects();
  const script = await bundled("tests/gate/racer.ts");
  const children = Array.from({ length: PROCESSES }, () =>
    fork(script, [join(world.folder, "state.sqlite"), server.url]),
  );
  onTestFinished(async () => {
    for (const child of children) child.kill();
    await server.close();
  });
  await Promise.all(children.map(nextReport));
  const gate = { ...world.gate, actions: effectActions(server.url), now: () => new Date() };
  const order = (child: ChildProcess, what: Order) => {
    const report = nextReport(child);
    child.send(what);
    return report;
  };
  return { world, gate, children, order, calls: server.calls };
}

function nextReport(child: ChildProcess): Promise<Report> {
  return new Promise((done, fail) => {
    const ended = () => fail(new Error("a racer ended"));
    child.once("exit", ended);
    child.once("message", (report) => {
      child.off("exit", ended);
      done(report as Report);
    });
  });
}

it(
  `runs each of ${RACES} approvals once, however many people click in three processes`,
  { timeout: 3_600_000 },
  async () => {
    const { world, gate, children, order, calls } = await openRace();
    let accepted = 0;
    let clicked = 0;
    for (let race = 0; race < RACES; race += 1) {
      const args = { target: `asked/${race}`, value: race };
      const made = await propose(gate, { incident: { id: INCIDENT }, action: EFFECT, args, by: SENTINEL });
      if ("denied" in made) throw new Error(made.denied);
      const { id, digest } = made;
      const clicks = 2 + (race % (MOST_CLICKS - 1));
      const shares = children.map((_, n) => Math.floor((clicks + n) / PROCESSES));
      const reports = await Promise.all(
        children.map((child, n) => order(child, { kind: "race", id, digest, clicks: shares[n] ?? 0 })),
      );
      clicked += shares.reduce((sum, share) => sum + share, 0);
      accepted += reports.reduce((sum, report) => sum + report.accepted, 0);
      expect(await getApproval(world.state, id)).toMatchObject({ status: "done", attempts: 1 });
      expect(calls.filter((key) => key === id)).toHaveLength(1);
    }
    expect(accepted).toBe(RACES);
    expect(calls).toHaveLength(RACES);
    const kinds = await world.kinds();
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(["run.started", "run.called", "run.done"].map(count)).toEqual([RACES, RACES, RACES]);
    expect(count("decision.denied")).toBe(clicked - RACES);
    expect(await world.verify()).toMatchObject({ ok: true, problems: [] });
    process.stdout.write(`${RACES} races with ${clicked} clicks: ${calls.length} runs, each exactly one\n`);
  },
);

it("lets several processes use up an hourly budget together, and no more of it", async () => {
  const { world, children, order } = await openRace();
  const reports = await Promise.all(
    children.map((child, n) =>
      order(child, {
        kind: "propose",
        incident: INCIDENT,
        targets: [1, 2, 3, 4].map((m) => `own/${n}-${m}`),
      }),
    ),
  );
  expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(5);
  const rows = await world.state.db.selectFrom("approvals").select("decide").execute();
  expect(rows.filter(({ decide }) => decide === "one")).toHaveLength(7);
});

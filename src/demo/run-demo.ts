/** The demo: seeds in the vendors' own shapes on loopback, and from there on exactly what a real run does. */
import { loadSeeds } from "../../seeds/load.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { summarise } from "../console/coverage-notes.ts";
import { readEnvironment } from "../environment.ts";
import { patrol } from "../jobs/patrol.ts";
import { sample } from "../jobs/sample.ts";
import { openSentinel, type Sentinel } from "../main.ts";
import { serve } from "../server/serve.ts";
import { untilSignal } from "../server/until-signal.ts";
import { runApproved } from "../gate/run-approved.ts";
import { listApprovals } from "../gate/read-approvals.ts";
import { demoEnvironment } from "./demo-environment.ts";
import { claimDemoHome } from "./demo-home.ts";
import type { DemoReport } from "./demo-report.ts";
import { compare } from "./expectations.ts";
import { fillPages } from "./fill-pages.ts";
import { servicesOf, sourceOf, syncSeeds } from "./sync-seeds.ts";

export type DemoOptions = {
  /** A seed, or a folder of seeds. */
  seeds: string;
  home: string | undefined;
  settings: string | undefined;
  quiet: boolean | undefined;
  /** Progress, for a person. */
  say: (line: string) => void;
};

export type Demo = { report: DemoReport; stay: (port: number) => Promise<void>; close: () => Promise<void> };

/** Throws `conflict` for a home that is not a demo's, `invalid` for seeds that cannot be read. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const began = performance.now();
  const environment = readEnvironment();
  const home = claimDemoHome(options.home ?? environment("SENTINEL_HOME") ?? ".sentinel-demo");
  const now = new Date();
  const seeds = loadSeeds(options.seeds, now);
  for (const note of seeds.flatMap((seed) => seed.notes)) options.say(note);
  const vendors = await serveVendors({ seeds });
  const loaded = performance.now();
  try {
    const connections = vendors.connections.map(({ name, source, config }) => ({
      name,
      source: sourceOf(source),
      config,
    }));
    const { home: _, ...shared } = options;
    const sentinel = await openSentinel({
      ...shared,
      home,
      connections,
      services: servicesOf(seeds),
      environment: demoEnvironment(environment, vendors.github_writer),
      lend_writes: true,
    });
    const reports = await syncSeeds(sentinel, seeds, connections);
    const synced = performance.now();
    const rows = reports
      .flatMap((report) => report.connections)
      .flatMap(({ connection, tables }) =>
        tables.map(({ table, rows: count }) => ({ connection, table, rows: count })),
      );
    const total = rows.reduce((sum, row) => sum + row.rows, 0);
    options.say(
      `synced ${total} rows of ${seeds.length} seeds from ${connections.length} connections in ${seconds(synced - loaded)}`,
    );
    const patrolled = await patrol(sentinel, sentinel.now(), [], { propose: true });
    await runApproved(sentinel.gate());
    const detected = performance.now();
    options.say(
      `judged in ${seconds(detected - synced)}: ${patrolled.findings.length} findings, ${patrolled.incidents.length} incidents`,
    );
    const lake = await sentinel.lake();
    const report: DemoReport = {
      incidents: patrolled.incidents,
      findings: patrolled.findings,
      expectations: compare(seeds, patrolled.findings),
      not_judged: patrolled.not_judged,
      rows,
      coverage: summarise(await lake.coverage()),
      sampling: await sample(sentinel, new Date(patrolled.at)),
      approvals: await listApprovals(sentinel.state()),
      took_ms: {
        load: Math.round(loaded - began),
        sync: Math.round(synced - loaded),
        detect: Math.round(detected - synced),
        total: Math.round(detected - began),
      },
    };
    const close = async () => {
      await sentinel.close();
      await vendors.close();
    };
    const stays = async (port: number) => {
      await fillPages(sentinel, patrolled);
      await stay(sentinel, port, options.say);
    };
    return { report, close, stay: stays };
  } catch (error) {
    await vendors.close();
    throw error;
  }
}

/** Its data stands still, so nothing patrols: fetched again, it would only grow old. Scans run when somebody asks. */
async function stay(sentinel: Sentinel, port: number, say: (line: string) => void): Promise<void> {
  const ended = untilSignal();
  const { url, stop } = await serve(sentinel, { host: "127.0.0.1", port, patrols: false });
  say(`the page is at ${url}, the HTTP interface at ${url}/docs; Ctrl-C ends the demo`);
  await ended;
  await stop();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

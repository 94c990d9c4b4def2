/** `sentinel up` as a service manager starts and ends it, and other commands on the same home beside it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { shell, type Running } from "../reliability/world/command.ts";
import { HISTORY_DAYS, seedNamed, SMALL } from "../reliability/world/seed.ts";
import { serve, type Vendors } from "../reliability/world/vendors.ts";

let folder: string;
let vendors: Vendors;
let commands: ReturnType<typeof shell>;
let server: Running;
let url: string;

/** Starts a server and waits until it says where it is. */
async function start(...options: string[]): Promise<{ running: Running; url: string }> {
  const running = commands.start("up", "--port", "0", "--json", ...options);
  let said = "";
  running.child.stdout?.on("data", (text: string) => (said += text));
  const found = await vi.waitFor(() => JSON.parse(said) as { url: string }, { timeout: 20_000 });
  return { running, url: found.url };
}

const get = (path: string, key?: string) =>
  fetch(`${url}${path}`, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });

const settings = (text: string) => writeFileSync(join(folder, "settings.json"), text);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-up-"));
  vendors = await serve([seedNamed("shop", new Date(), SMALL)]);
  commands = shell(
    folder,
    { ...vendors.env[0], SENTINEL_LOG_FORMAT: "json" },
    { history_days: HISTORY_DAYS },
  );
  ({ running: server, url } = await start("--no-patrol"));
}, 60_000);
afterAll(async () => {
  server.child.kill("SIGKILL");
  await vendors.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("while the server runs", () => {
  it("is alive and ready, and a second one on the home is told who holds it", async () => {
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
    const second = await commands.run("up", "--port", "0");
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(`held by process ${server.child.pid}`);
  });

  it("other commands sync, import, ask and judge beside it, and it sees what they wrote", async () => {
    // Two at once must not plan the same slices: one may be turned away.
    const syncs = await Promise.all([commands.run("sync"), commands.run("sync")]);
    expect(syncs.map(({ code }) => code)).toContain(0);
    const wrong = syncs.filter(
      ({ code, stderr }) => code !== 0 && !(code === 75 && stderr.includes("is syncing already")),
    );
    expect(wrong).toEqual([]);
    const file = join(folder, "more.ndjson");
    writeFileSync(file, `${JSON.stringify({ id: "C9", name: "late", created: 1_750_000_000 })}\n`);
    expect((await commands.run("import", "slack_channels", file)).code).toBe(0);
    const { rows } = await commands.sql("select count(*) as n from langfuse_observations");
    expect(rows).toEqual([{ n: SMALL.observations }]);
    expect((await commands.run("detect", "--json")).code).toBe(0);
    const answer = await fetch(`${url}/api/sql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sql: "select channel from slack_channels where channel_id = 'C9'" }),
    });
    expect(((await answer.json()) as { rows: unknown[] }).rows).toEqual([{ channel: "late" }]);
  });

  it("has the request's id in its log lines, and says of itself what it did", async () => {
    await fetch(`${url}/api/incidents`, { headers: { "x-request-id": "find-me" } });
    await expect.poll(() => server.stderr()).toContain('"request":"find-me"');
    const metrics = await (await get("/metrics")).text();
    expect(metrics).toMatch(
      /sentinel_http_request_duration_seconds_count\{.*route="\/api\/incidents",status="200"\} 1/,
    );
    expect(metrics).toMatch(/sentinel_job_duration_seconds_count\{job="act",outcome="done"\} [1-9]/);
    expect(metrics).toMatch(/sentinel_audit_entries [1-9]/);
  });

  it("puts changed settings into force and on record, and keeps the last good ones", async () => {
    const kinds = async () => {
      const { audit } = (await (await get("/api/audit?kind=settings")).json()) as {
        audit: { kind: string; data: { changed?: string[] } }[];
      };
      return audit.map(({ kind, data }) => [kind, data.changed ?? []]).toReversed();
    };
    settings(JSON.stringify({ server: { requests_per_minute: 599 } }));
    await expect.poll(kinds).toHaveLength(2);
    settings(JSON.stringify({ gate: { polcy: [] } }));
    await expect.poll(kinds).toEqual([
      ["settings.changed", ["at start"]],
      ["settings.changed", ["server.requests_per_minute", "sync.history_days"]],
      ["settings.rejected", []],
    ]);
    const { settings: current, problem } = (await (await get("/api/settings")).json()) as {
      settings: { server: { requests_per_minute: number } };
      problem: string;
    };
    expect(current.server.requests_per_minute).toBe(599);
    expect(problem).toContain("polcy");
  });
});

describe("beyond this machine", () => {
  it("a server does not start before there is a key", async () => {
    const other = shell(mkdtempSync(join(folder, "other-")), {});
    const refused = await other.run("up", "--host", "0.0.0.0", "--port", "0");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("sentinel keys create");
    const made = await other.run("keys", "create", "Ada", "--role", "viewer");
    expect(made.stdout).toMatch(/^sk_sentinel_[\w-]{43}\n$/);
  });

  it.each([
    [["--port", "x"], 2],
    [["--port", "70000"], 2],
    [["--host", "203.0.113.1.example.invalid"], 1],
  ])("%j is refused with what is wrong", async (options, code) => {
    const other = shell(mkdtempSync(join(folder, "bad-")), {});
    expect((await other.run("up", ...options)).code).toBe(code);
  });
});

it("is back after kill -9 with all that it knew, and says how long that took", async () => {
  const entries = async () =>
    ((await (await get("/api/audit?limit=1000")).json()) as { audit: unknown[] }).audit.length;
  const before = await entries();
  server.child.kill("SIGKILL");
  await server.outcome;
  const began = performance.now();
  ({ running: server, url } = await start("--no-patrol"));
  expect((await get("/readyz")).status).toBe(200);
  const ready_ms = Math.round(performance.now() - began);
  // Settings changed meanwhile; nothing else was added, and nothing is gone.
  expect(await entries()).toBeGreaterThanOrEqual(before);
  expect(await (await get("/api/audit/verify")).json()).toMatchObject({ ok: true });
  process.stdout.write(`ready ${ready_ms} ms after kill -9\n`);
});

it("stops within ten seconds when asked to, agents that wait included", async () => {
  const waiting = get("/api/agents/trace-1/order?wait=25").then(async (answer) => answer.json());
  await expect.poll(async () => (await get("/healthz")).status).toBe(200);
  server.child.kill("SIGTERM");
  const forced = new Promise((resolve) => setTimeout(resolve, 10_000, "too late").unref());
  expect(await Promise.race([server.outcome, forced])).toMatchObject({ code: 0 });
  expect(await waiting).toMatchObject({ order: "none" });
  // Nobody holds the home any more.
  const again = await commands.sql("select count(*) as n from langfuse_observations");
  expect(again.rows).toEqual([{ n: SMALL.observations }]);
});

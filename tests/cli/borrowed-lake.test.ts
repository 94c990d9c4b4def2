import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { sentinel } from "./sentinel.ts";

let cwd: string;
let vendors: Awaited<ReturnType<typeof serveVendors>>;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-borrow-"));
  vendors = await serveVendors({
    seeds: loadSeeds("seeds/incidents/agent-loop", new Date()),
    latency_ms: 500,
  });
});
afterAll(async () => {
  await vendors.close();
  rmSync(cwd, { recursive: true });
});

it("answers from a lake that a first sync still fills, marked incomplete, and whole afterwards", async () => {
  const langfuse = Object.entries(vendors.env[0] ?? {}).filter(([name]) => name.startsWith("LANGFUSE_"));
  const env = Object.fromEntries(langfuse);
  const count = async () => {
    const { stdout } = await sentinel(["sql", "select count(*) as n from llm_observations", "--json"], {
      cwd,
    });
    if (stdout === "") return { n: 0, complete: false };
    const { rows, complete } = JSON.parse(stdout) as { rows: { n: number }[]; complete: boolean };
    return { n: rows[0]?.n ?? 0, complete };
  };
  let ended = false;
  const sync = sentinel(["sync", "--quiet"], { cwd, env }).then((outcome) => {
    ended = true;
    return outcome;
  });

  let early = await count();
  for (let tries = 0; tries < 20 && early.n === 0; tries += 1) early = await count();
  const second = await sentinel(["sync", "langfuse"], { cwd, env });
  expect(ended).toBe(false);
  expect(early.complete).toBe(false);
  expect(early.n).toBeGreaterThan(0);
  expect(second.code).toBe(75);

  expect((await sync).code).toBe(0);
  const late = await count();
  expect(late.complete).toBe(true);
  expect(late.n).toBeGreaterThan(early.n);
});

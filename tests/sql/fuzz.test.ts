/** Statements out of a grammar through POST /api/sql. FUZZ_STATEMENTS says how many (300), FUZZ_SEED which. */
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";

import { openHouse, type House } from "../api/house.ts";
import { SECRET, setCanaries, type Canaries } from "./canaries.ts";
import { seeded, statements } from "./grammar.ts";

const COUNT = Number(process.env["FUZZ_STATEMENTS"] ?? 300);
const SEED = Number(process.env["FUZZ_SEED"] ?? 31_415);
const MOST_GROWTH_MB = 4_000;

let house: House;
let canaries: Canaries;
beforeAll(async () => {
  house = await openHouse({
    settings: {
      server: { requests_per_minute: 1_000_000_000 },
      sql: { deadline_ms: 300, growth_mb: 500, memory: "500MB" },
    },
  });
  await house.send("POST", "/api/sql", { body: { sql: "select 1" } });
  canaries = await setCanaries(house.folder, house.sentinel.home.path);
});
afterAll(async () => {
  await canaries.close();
  await house.close();
});

const ask = async (sql: string) => {
  const answer = await house.send("POST", "/api/sql", { body: { sql, max_rows: 50 } });
  return { status: answer.status, text: await answer.text() };
};

async function functionsOfDuckDb(): Promise<string[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const found = await connection.runAndReadAll(
    "select distinct function_name from duckdb_functions() order by 1",
  );
  return found.getRows().map(([name]) => String(name));
}

it("reads nothing but the lake and goes on, whatever is asked", { timeout: 7_200_000 }, async () => {
  const next = statements(seeded(SEED), {
    functions: await functionsOfDuckDb(),
    tables: ["llm_cost_hourly", "langfuse_traces", "sentinel_coverage"],
    files: [canaries.file, `${canaries.folder}/*`, `${canaries.http}/x.csv`, "/etc/passwd"],
  });
  const before = Math.round(process.memoryUsage.rss() / 1_000_000);
  let peak = before;
  const statuses = new Map<number, number>();
  const wrong: string[] = [];
  const began = performance.now();
  for (let number = 1; number <= COUNT; number += 1) {
    const sql = next();
    const { status, text } = await ask(sql);
    peak = Math.max(peak, Math.round(process.memoryUsage.rss() / 1_000_000));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (text.includes(SECRET) || /root:x:0|CREATE TABLE/.test(text)) wrong.push(`read outside: ${sql}`);
    if (status === 500) wrong.push(`${text}: ${sql}`);
    if (status !== 503 && number % 20 !== 0) continue;
    let honest = await ask("select 41 + 1 as n");
    for (let again = 0; honest.status === 503 && again < 50; again += 1)
      honest = await ask("select 41 + 1 as n");
    if (!honest.text.includes('"rows":[{"n":42}]')) wrong.push(`the next one, ${honest.text}, after: ${sql}`);
  }
  const seconds = Math.round((performance.now() - began) / 1_000);
  const counted = [...statuses].map(([status, count]) => `HTTP ${status}: ${count}`).join(", ");
  const after = Math.round(process.memoryUsage.rss() / 1_000_000);
  expect(wrong).toEqual([]);
  expect(canaries.touched()).toEqual([]);
  expect(peak - before).toBeLessThan(MOST_GROWTH_MB);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(COUNT / 100);
  process.stdout.write(
    `${COUNT} statements of seed ${SEED} in ${seconds} s (${counted}); memory ${before} MB before, ${peak} MB at most, ${after} MB after\n`,
  );
});

/**
 * Statements that want out of the lake, or its host's memory and time: tests/sql/attacks.tsv through POST /api/sql. Those
 * that are stopped rather than refused take their deadline each; SQL_ATTACKS=all asks all of them, else one in ten.
 */
import { readFileSync } from "node:fs";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openHouse, type House } from "../api/house.ts";
import { SECRET, setCanaries, type Canaries } from "./canaries.ts";

const DEADLINE_MS = 1_000;
const GROWTH_MB = 500;
/** One step of DuckDB, over 2,048 rows, ends before it looks whether it was interrupted. */
const MOST_GROWTH_MB = 4_000;

type Attack = { group: string; expected: string; sql: string; why: string };

const unfolded = (text: string): string => {
  const unescaped = text.replaceAll(/\\([\\nt])/g, (_, one: string) => ({ n: "\n", t: "\t" })[one] ?? one);
  return unescaped.replaceAll(/<<((?:(?!<<)[^])*?)\*(\d+)>>/g, (_, part: string, times: string) =>
    part.repeat(Number(times)),
  );
};

const attacks: Attack[] = readFileSync("tests/sql/attacks.tsv", "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [group = "", expected = "", sql = "", why = ""] = line.split("\t");
    return { group, expected, sql: unfolded(sql), why };
  });

let house: House;
let canaries: Canaries;
beforeAll(async () => {
  house = await openHouse({
    settings: {
      server: { body_bytes: 20_000_000, requests_per_minute: 100_000 },
      sql: { deadline_ms: DEADLINE_MS, growth_mb: GROWTH_MB, memory: "500MB" },
    },
  });
  // What a home has from its first question on is not what an attack leaves behind.
  await house.send("POST", "/api/sql", { body: { sql: "select 1" } });
  canaries = await setCanaries(house.folder, house.sentinel.home.path);
});
afterAll(async () => {
  await canaries.close();
  await house.close();
});

async function ask(sql: string) {
  const placed = sql
    .replaceAll("$FILE", canaries.file)
    .replaceAll("$FOLDER", canaries.folder)
    .replaceAll("$HTTP", canaries.http);
  const answer = await house.send("POST", "/api/sql", { body: { sql: placed } });
  return { status: answer.status, text: await answer.text() };
}

async function attack({ sql, expected, why }: Attack): Promise<string[]> {
  const { status, text } = await ask(sql);
  const wrong = [
    ...(status === 200 && (expected === "refused" || !/"truncated":true/.test(text)) ? ["was answered"] : []),
    ...(status >= 500 && status !== 503 ? [`HTTP ${status}: ${text}`] : []),
    ...(expected === "refused" && status === 503 ? ["was run"] : []),
    ...(text.includes(SECRET) ? ["read the canary"] : []),
  ];
  let next = await ask("select 41 + 1 as n");
  for (let again = 0; next.status === 503 && again < 20; again += 1) next = await ask("select 41 + 1 as n");
  if (!next.text.includes('"rows":[{"n":42}]')) wrong.push(`the next statement: ${next.text}`);
  return wrong.map((what) => `${sql.slice(0, 200)} (${why}): ${what}`);
}

it("refuses each of the attacks, and answers the next honest statement", { timeout: 120_000 }, async () => {
  const refused = attacks.filter(({ expected }) => expected === "refused");
  const wrong: string[] = [];
  for (const one of refused) wrong.push(...(await attack(one)));
  expect(wrong).toEqual([]);
  expect(canaries.touched()).toEqual([]);
  const groups = [...new Set(attacks.map(({ group }) => group))].map(
    (name) => `${name} ${attacks.filter(({ group }) => group === name).length}`,
  );
  process.stdout.write(
    `${attacks.length} attacks (${groups.join(", ")}); ${refused.length} refused before they ran\n`,
  );
});

it("stops what runs for too long or takes too much", { timeout: 600_000 }, async () => {
  const all = attacks.filter(({ expected }) => expected === "stopped");
  const some = process.env["SQL_ATTACKS"] === "all" ? all : all.filter((_, index) => index % 10 === 3);
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  const wrong: string[] = [];
  for (const one of some) wrong.push(...(await attack(one)));
  clearInterval(look);
  expect(wrong).toEqual([]);
  expect(canaries.touched()).toEqual([]);
  const growth = Math.round((peak - before) / 1_000_000);
  expect(growth).toBeLessThan(MOST_GROWTH_MB);
  process.stdout.write(
    `${some.length} of ${all.length} bombs stopped; the process grew by ${growth} MB at most\n`,
  );
});

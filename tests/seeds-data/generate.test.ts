import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { describe, expect, it } from "vitest";

import { SCENARIOS } from "../../seeds/generate/catalogue.ts";
import { drawOf } from "../../seeds/generate/draw.ts";
import { filesOf } from "../../seeds/generate/folder.ts";
import { loadSeeds } from "../../seeds/load.ts";
import { isRow, textAt, rowsAt } from "../../seeds/row.ts";
import { eachTime, momentOf } from "../../seeds/times.ts";

const committed = Object.entries(SCENARIOS).map(([name, scenario]) => ({ name, seed: scenario(drawOf(0)) }));

describe.each(committed)("seed $name", ({ name, seed }) => {
  const folder = join("seeds", seed.path);

  it("is what the generator writes, file by file", () => {
    const files = filesOf(seed);
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted());
    const differing = [...files].filter(([file, text]) => readFileSync(join(folder, file), "utf8") !== text);
    // By name: the difference itself may be megabytes. `npm run seeds` writes them anew.
    expect(differing.map(([file]) => file)).toEqual([]);
  });

  it("holds nothing from after its anchor", () => {
    const late: string[] = [];
    const visit = (time: string | number, _holder: unknown, key: string) => {
      if (momentOf(time) > seed.anchor) late.push(`${key} ${time}`);
    };
    for (const rows of seed.tables.values()) {
      for (const { row } of rows) if (isRow(row)) eachTime(row, true, visit);
    }
    expect(late).toEqual([]);
  });

  it("is named after its folder, which is also its connection, and expects something only where trouble is", () => {
    expect(basename(seed.path)).toBe(name);
    expect(seed.expect.length > 0).toBe(seed.path.startsWith("incidents/"));
  });
});

it("leaves no folder that the generator does not know", () => {
  const folders = readdirSync("seeds/incidents").map((folder) => `incidents/${folder}`);
  expect([...folders, "quiet"].toSorted()).toEqual(committed.map(({ seed }) => seed.path).toSorted());
});

it("stays small enough to clone", () => {
  const texts = committed.flatMap(({ seed }) => [...filesOf(seed).values()]);
  expect(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(13e6);
});

it("has in most seeds with a culprit a later, innocent commit before the trouble begins", () => {
  const misleading = committed.filter(({ seed }) => {
    const culprit = seed.expect.find(({ blame }) => blame !== null)?.blame;
    const commits = (seed.tables.get("github_commits") ?? []).map(({ at, row }) => ({
      at,
      sha: textAt(row, "sha"),
    }));
    const place = commits.findIndex(({ sha }) => sha === culprit);
    const live = (seed.tables.get("github_deployments") ?? []).find(
      ({ row }) =>
        commits.findIndex(({ sha }) => sha === textAt(row, "sha")) >= place &&
        rowsAt(row, "statuses").some((status) => textAt(status, "state") === "success"),
    );
    if (place < 0 || live === undefined) return false;
    return commits.slice(place + 1).some(({ at }) => at < live.at + 6 * 60_000);
  });
  expect(misleading.length).toBeGreaterThanOrEqual(7);
});

it("tells the same story for the same draw and another one for another", () => {
  const texts = [3, 3, 4].map((number) => {
    const seed = SCENARIOS["agent-loop"]?.(drawOf(number));
    return seed === undefined ? "" : JSON.stringify([...filesOf(seed)]);
  });
  expect(texts[0] === texts[1]).toBe(true);
  expect(texts[0] === texts[2]).toBe(false);
});

it("is read whole by the loader", () => {
  const loaded = loadSeeds("seeds/incidents", new Date("2026-11-02T08:15:00Z"));
  expect(loaded.flatMap(({ notes }) => notes)).toEqual([]);
  for (const { name, tables, expect: expected } of loaded) {
    const made = committed.find((one) => one.name === name)?.seed;
    expect(expected).toEqual(made?.expect);
    expect(sizes(tables)).toEqual(sizes(made?.tables ?? new Map()));
  }
});

function sizes(tables: Map<string, unknown[]>): Record<string, number> {
  return Object.fromEntries([...tables].map(([table, rows]) => [table, rows.length]));
}

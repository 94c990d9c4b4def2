import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { describe, expect, it } from "vitest";

import { SCENARIOS } from "../../seeds/generate/catalogue.ts";
import { drawOf } from "../../seeds/generate/draw.ts";
import { filesOf } from "../../seeds/generate/folder.ts";
import { loadSeeds } from "../../seeds/load.ts";
import { isRow } from "../../seeds/row.ts";
import { eachTime, momentOf } from "../../seeds/times.ts";

const committed = Object.entries(SCENARIOS).map(([name, scenario]) => ({ name, seed: scenario(drawOf(0)) }));

describe.each(committed)("seed $name", ({ seed }) => {
  const folder = join("seeds", seed.path);

  it("is what the generator writes, file by file", () => {
    const files = filesOf(seed);
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted());
    for (const [name, text] of files) {
      // Compared as a whole: a difference of megabytes is no readable message.
      expect(readFileSync(join(folder, name), "utf8") === text, `${folder}/${name}; run npm run seeds`).toBe(
        true,
      );
    }
  });

  it("holds nothing from after its anchor", () => {
    const late: string[] = [];
    for (const { row } of [...seed.tables].flatMap(([table, rows]) =>
      rows.map(({ row }) => ({ table, row })),
    )) {
      if (!isRow(row)) continue;
      eachTime(row, true, (time, _holder, key) => {
        if (momentOf(time) > seed.anchor) late.push(`${key} ${time}`);
      });
    }
    expect(late).toEqual([]);
  });

  it("says what it is in one sentence and names no finding twice", () => {
    expect(seed.about).toMatch(/^[^.]+(\.\d[^.]*)?\.$/);
    const names = seed.expect.map(({ detector, fingerprint }) => `${detector} ${fingerprint}`);
    expect(new Set(names).size).toBe(names.length);
    expect(seed.expect.length > 0).toBe(seed.path.startsWith("incidents/"));
  });
});

it("every folder of seeds comes from the generator", () => {
  const folders = readdirSync("seeds/incidents").map((name) => `incidents/${name}`);
  expect([...folders, "quiet"].toSorted()).toEqual(committed.map(({ seed }) => seed.path).toSorted());
  expect(existsSync("seeds/quiet/seed.json")).toBe(true);
});

it("is folder name, and so connection, of every scenario", () => {
  expect(committed.map(({ seed }) => basename(seed.path))).toEqual(Object.keys(SCENARIOS));
});

it("is small enough to clone", () => {
  const bytes = committed
    .flatMap(({ seed }) => [...filesOf(seed).values()])
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThan(12.5e6);
});

it("needs more than the last commit before the trouble to find the one to blame, in most seeds", () => {
  const misled = committed.filter(({ seed }) => {
    const commits = (seed.tables.get("github_commits") ?? [])
      .toSorted((a, b) => a.at - b.at)
      .map(({ row }) => row as { sha: string });
    const blamed = seed.expect.flatMap(({ blame }) => blame ?? []);
    const deployed = (seed.tables.get("github_deployments") ?? []).findLast(({ row }) => {
      const { sha, statuses } = row as { sha: string; statuses: { state: string }[] };
      const carried =
        commits.findIndex((commit) => commit.sha === sha) >=
        commits.findIndex((commit) => blamed.includes(commit.sha));
      return statuses[0]?.state === "success" && carried;
    });
    const onset = seed.expect.length > 0 && deployed !== undefined ? deployed.at + 6 * 60_000 : undefined;
    if (onset === undefined) return false;
    const last = (seed.tables.get("github_commits") ?? []).filter(({ at }) => at <= onset).at(-1)?.row as {
      sha: string;
    };
    return blamed.length > 0 && !blamed.includes(last.sha);
  });
  expect(misled.length).toBeGreaterThanOrEqual(6);
});

it("gives another story of the same kind for another draw, and the same again for the same", () => {
  const scenario = SCENARIOS["agent-loop"];
  const [one, again, other] = [drawOf(3), drawOf(3), drawOf(4)].map((draw) => scenario?.(draw));
  const text = (seed: typeof one) => JSON.stringify(seed === undefined ? [] : [...filesOf(seed)]);
  expect(text(one) === text(again)).toBe(true);
  expect(text(one) === text(other)).toBe(false);
});

it("is read whole by the loader", () => {
  const now = new Date("2026-11-02T08:15:00Z");
  const loaded = loadSeeds("seeds/incidents", now);
  expect(loaded.flatMap(({ notes }) => notes)).toEqual([]);
  for (const { name, tables, expect: expected } of loaded) {
    const made = committed.find((one) => one.name === name)?.seed;
    expect(expected).toEqual(made?.expect);
    expect([...tables].map(([table, rows]) => [table, rows.length]).toSorted()).toEqual(
      [...(made?.tables ?? [])].map(([table, rows]) => [table, rows.length]).toSorted(),
    );
  }
});

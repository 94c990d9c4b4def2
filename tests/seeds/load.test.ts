import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { SentinelError } from "../../src/errors.ts";

const NOW = new Date("2026-11-20T15:42:37.500Z");
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seeds-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer | unknown[]): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  const lines = Array.isArray(content) ? content.map((row) => `${JSON.stringify(row)}\n`).join("") : content;
  writeFileSync(file, lines);
}

function failure(act: () => unknown): SentinelError {
  try {
    act();
  } catch (error) {
    if (error instanceof SentinelError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("loading seeds", () => {
  it("makes the anchor the present, to the minute, and keeps every distance", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 20 }), (ages) => {
        const anchor = Date.parse("2026-08-22T09:00:00Z");
        const times = ages.map((age) => anchor - age);
        write("seed.json", JSON.stringify({ anchor: "2026-08-22T09:00Z" }));
        write(
          "langfuse_observations.ndjson",
          times.map((at) => ({ id: "o", startTime: new Date(at).toISOString() })),
        );
        const [seed] = loadSeeds(root, NOW);
        const moved = (seed?.tables.get("langfuse_observations") ?? []).map((row) =>
          Date.parse(String(row["startTime"])),
        );
        expect(moved).toEqual(times.map((at) => at + (seed?.shift_ms ?? 0)));
        expect(new Date(anchor + (seed?.shift_ms ?? 0)).toISOString()).toBe("2026-11-20T15:42:00.000Z");
      }),
      { numRuns: 20 },
    );
  });

  it("reads a tree of seeds, each named after its folder, apart where two share a name", () => {
    for (const path of ["quiet", "incidents/loop", "incidents/more/loop", "incidents/cost"]) {
      write(`${path}/seed.json`, "{}");
    }
    write("incidents/README.md", "not a seed");
    write("vendors/serve.ts", "");
    const names = loadSeeds(root, NOW).map(({ name }) => name);
    expect(names.toSorted()).toEqual(["cost", "incidents-loop", "incidents-more-loop", "quiet"]);
  });

  it("takes the newest time where seed.json is missing, and says so", () => {
    write("langfuse_scores.ndjson", [{ id: "s", timestamp: "2026-08-01T10:00:00.250Z" }]);
    write("slack_messages.ndjson", [{ ts: "1785582010.000000", text: "later by ten seconds" }]);
    const [seed] = loadSeeds(root, NOW);
    expect(seed?.anchor.toISOString()).toBe("2026-08-01T11:00:10.000Z");
    expect(seed?.notes.join()).toContain("no anchor");
    expect(seed?.expect).toBeUndefined();
    expect(seed?.tables.get("langfuse_scores")?.[0]?.["timestamp"]).toBe("2026-11-20T14:42:00.250Z");
  });

  it("reads gzip, blank lines and a byte order mark", () => {
    write("github_commits.ndjson.gz", gzipSync('{"sha":"a"}\n\n{"sha":"b"}'));
    write("github_issues.ndjson", '\uFEFF{"number":1}\r\n');
    const [seed] = loadSeeds(root, NOW);
    expect(seed?.tables.get("github_commits")?.map((row) => row["sha"])).toEqual(["a", "b"]);
    expect(seed?.tables.get("github_issues")).toEqual([{ number: 1 }]);
  });

  it("names file, line and reason of a malformed line; with skip_bad keeps the good ones and says so", () => {
    write("langfuse_scores.ndjson", '{"id":"a"}\n{"id":\n[1]\n{"id":"b"}\n');
    const error = failure(() => loadSeeds(root, NOW));
    expect(error.code).toBe("invalid");
    expect(error.message).toMatch(/langfuse_scores\.ndjson:2: .*JSON/);
    const [seed] = loadSeeds(root, NOW, { skip_bad: true });
    expect(seed?.tables.get("langfuse_scores")).toEqual([{ id: "a" }, { id: "b" }]);
    expect(seed?.notes.filter((note) => note.startsWith("skipped"))).toHaveLength(2);
    expect(seed?.notes.join()).toContain("langfuse_scores.ndjson:3: not a JSON object but an array");
  });

  it("names the nearest tables for an unknown file", () => {
    write("github_comits.ndjson", [{}]);
    const error = failure(() => loadSeeds(root, NOW));
    expect(error.message).toContain("github_comits");
    expect(error.hint).toMatch(/^nearest: github_commits,/);
  });

  it("refuses a broken seed.json, a folder without seeds and a missing folder", () => {
    expect(failure(() => loadSeeds(join(root, "none"), NOW)).code).toBe("not_found");
    expect(failure(() => loadSeeds(root, NOW)).message).toContain("no seed in it");
    write("seed.json", "{");
    expect(failure(() => loadSeeds(root, NOW)).message).toMatch(/seed\.json: not JSON/);
    write("seed.json", '{"anchor":"yesterday"}');
    expect(failure(() => loadSeeds(root, NOW)).message).toMatch(/seed\.json: .*anchor/s);
  });

  it("reads expectations in either form of blame and notes those it cannot read", () => {
    const finding = { detector: "agent_loop", fingerprint: "retry x14", severity: "high" };
    const stated = [
      finding,
      { ...finding, blame: "abc" },
      { ...finding, blame: { sha: "def", repo: "a/b" } },
      { fingerprint: 1 },
    ];
    write("seed.json", JSON.stringify({ expect: stated, in: { github: "a/b" }, services: { shop: {} } }));
    const [seed] = loadSeeds(root, NOW);
    expect(seed?.expect?.map(({ blame }) => blame)).toEqual([null, "abc", "def"]);
    expect(seed?.notes.some((note) => note.includes("expect[3]"))).toBe(true);
    expect(seed?.in).toEqual({ github: "a/b" });
    expect(seed?.services).toEqual({ shop: {} });
  });
});

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { pino } from "pino";
import { describe, expect, it } from "vitest";

import { batchOf, observation } from "./observations.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder } from "./temporary-lake.ts";

// Text that does not compress, so that it fills blocks of its own.
const rows = Array.from({ length: 3_000 }, (_, index) =>
  observation({
    observation_id: String(index),
    started_at: "2026-08-01T10:00:00Z",
    input: randomBytes(200).toString("base64"),
  }),
);

/** The path of a closed lake with rows in it. */
async function filledLake(): Promise<string> {
  const path = join(temporaryFolder(), "lake.duckdb");
  const lake = await lakeIn(path);
  await lake.ingest(batchOf(OBSERVATIONS, rows));
  await lake.close();
  return path;
}

function patch(path: string, from: number, bytes: Uint8Array): void {
  writeSync(openSync(path, "r+"), bytes, 0, bytes.length, from);
}

/** Where in the file a block lies that holds nothing but values of one column: opening the file reads none of it. */
async function placeOf(path: string, column: string): Promise<number> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `select block_id from pragma_storage_info('${OBSERVATIONS}') where persistent and block_id >= 0
    group by block_id having bool_and(column_name = '${column}') and sum(count) > 500`,
  );
  connection.disconnectSync();
  instance.closeSync();
  return 3 * 4_096 + Number(reader.getRowsJS()[0]?.[0]) * 262_144 + 5_000;
}

/** A log that belongs to the file: taken while a lake that wrote to it is open. */
async function logOf(path: string): Promise<Buffer> {
  const lake = await lakeIn(path);
  await lake.ingest(batchOf(OBSERVATIONS, rows, { connection: "other" }));
  const log = readFileSync(`${path}.wal`);
  const file = readFileSync(path);
  await lake.close();
  // Closing wrote the log into the file; back to the moment before.
  writeFileSync(path, file);
  return log;
}

/** DuckDB's checksum over the main header, so that a changed version number reads as written on purpose. */
function checksum(bytes: Buffer): bigint {
  let sum = 5381n;
  for (let at = 0; at < bytes.length; at += 8) {
    sum ^= BigInt.asUintN(64, bytes.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  }
  return sum;
}

describe("a file that cannot be used", () => {
  it.each<[string, (path: string) => void]>([
    ["text", (path) => writeFileSync(path, "hello ".repeat(9_000))],
    ["another kind of database", (path) => writeFileSync(path, `SQLite format 3\0${"x".repeat(9_000)}`)],
    ["a few bytes", (path) => writeFileSync(path, "DUCK")],
    ["cut short", (path) => truncateSync(path, 20_000)],
    ["without its headers", (path) => patch(path, 4_096, new Uint8Array(8_192))],
  ])("is moved aside, said and replaced: %s", async (_, damage) => {
    const path = await filledLake();
    damage(path);
    const bytes = readFileSync(path);
    const said: string[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void said.push(line) });
    const lake = await lakeIn(path, undefined, { log });
    const moved = String(lake.quarantined);
    expect(basename(moved)).toBe("lake.duckdb.corrupt-2026-08-22T09-00-00-000Z");
    expect(readFileSync(moved).equals(bytes)).toBe(true);
    expect(said.join("")).toContain(moved);
    expect(await lake.ingest(batchOf(OBSERVATIONS, rows))).toMatchObject({ inserted: rows.length });
    await lake.close();
    expect((await lakeIn(path)).quarantined).toBeUndefined();
  });

  it("is moved aside at the next start when the damage shows late", async () => {
    const path = await filledLake();
    patch(path, await placeOf(path, "input"), new Uint8Array(1_000).fill(7));
    const lake = await lakeIn(path);
    expect(lake.quarantined).toBeUndefined();
    await expect(lake.ask(`select max(input), max(output) from ${OBSERVATIONS}`)).rejects.toMatchObject({
      code: "internal",
      hint: expect.stringContaining("again"),
    });
    await lake.close();
    const again = await lakeIn(path);
    expect(again.quarantined).toBeDefined();
    expect(await rowsOf(again, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 0 }]);
  });

  it("takes its broken log along", async () => {
    const path = await filledLake();
    const log = await logOf(path);
    log[log.length - 2_000] = (log[log.length - 2_000] ?? 0) ^ 0xff;
    writeFileSync(`${path}.wal`, log);
    const lake = await lakeIn(path);
    expect(readFileSync(`${String(lake.quarantined)}.wal`).equals(log)).toBe(true);
    expect(await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 0 }]);
  });

  it("is no loss when it is empty: a start was killed before anything was written", async () => {
    const path = join(temporaryFolder(), "lake.duckdb");
    writeFileSync(path, "");
    expect((await lakeIn(path)).quarantined).toBeUndefined();
  });

  it("is left alone when a newer DuckDB wrote it", async () => {
    const path = await filledLake();
    const header = readFileSync(path).subarray(0, 4_096);
    header.writeBigUInt64LE(999n, 12);
    header.writeBigUInt64LE(checksum(header.subarray(8)), 0);
    patch(path, 0, header);
    const bytes = readFileSync(path);
    await expect(lakeIn(path)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("newer DuckDB"),
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(path)).filter((name) => name.includes("corrupt"))).toEqual([]);
  });

  it("is left alone when it is not the file's fault", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "lake.duckdb"));
    await expect(lakeIn(join(folder, "lake.duckdb"))).rejects.toMatchObject({ code: "internal" });
    await expect(lakeIn(join(folder, "nowhere", "lake.duckdb"))).rejects.toMatchObject({ code: "internal" });
    expect(existsSync(join(folder, "lake.duckdb"))).toBe(true);
  });
});

describe("a lake that is held", () => {
  it("by this process is busy until it is closed", async () => {
    const path = await filledLake();
    const lake = await lakeIn(path);
    await expect(lakeIn(path)).rejects.toMatchObject({ code: "busy" });
    await lake.close();
    await (await lakeIn(path)).close();
  });

  it("by another process names it", async () => {
    const path = await filledLake();
    await lakeIn(path);
    const script = `import { openLake } from "./src/lake/open.ts";
      openLake({ path: ${JSON.stringify(path)}, tables: [], now: () => new Date() })
        .catch((error) => console.log(error.code, error.message));`;
    const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect(stdout).toContain(`busy ${path} is held by process ${process.pid}`);
  });

  it("can be copied and opened elsewhere when closed: everything is in the file", async () => {
    const path = await filledLake();
    const copy = join(temporaryFolder(), "copy.duckdb");
    copyFileSync(path, copy);
    const lake = await lakeIn(copy);
    expect(await rowsOf(lake, "select sum(observations)::bigint as n from langfuse_traces")).toEqual([
      { n: rows.length },
    ]);
  });
});

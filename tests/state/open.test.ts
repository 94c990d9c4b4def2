import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import BetterSqlite from "better-sqlite3";
import { Kysely, sql, SqliteDialect } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { SentinelError } from "../../src/errors.ts";
import { packageRoot } from "../../src/root.ts";
import { migrate, MIGRATIONS } from "../../src/state/migrate.ts";
import { openStateFile } from "../../src/state/open-file.ts";
import { openState } from "../../src/state/open.ts";
import type { StateTables } from "../../src/state/schema.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-state-"));
  path = join(folder, "state.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true }));

const verdict = (incident_id: string) => ({
  incident_id,
  verdict: "right",
  by: "dev-a",
  note: null,
  at: "2026-03-02T12:00:00.000Z",
});
const incident = (id: string) => ({
  id,
  connection: "shop",
  type: "cost_spike",
  severity: "high",
  status: "open",
  title: "t",
  opened_at: "2026-03-02T12:00:00.000Z",
  updated_at: "2026-03-02T12:00:00.000Z",
  from_at: "2026-03-02T11:00:00.000Z",
  to_at: "2026-03-02T12:00:00.000Z",
  requires_approval: 0,
});

function failureOf(open: () => unknown): SentinelError {
  try {
    open();
  } catch (error) {
    if (error instanceof SentinelError) return error;
    throw error;
  }
  throw new Error("it opened");
}

describe("openState", () => {
  it("keeps what was written when it is opened again, durably and with foreign keys", async () => {
    const first = openState(path);
    await first.db.insertInto("incidents").values(incident("inc_1")).execute();
    first.close();

    const second = openState(path);
    expect(await second.db.selectFrom("incidents").select("id").execute()).toEqual([{ id: "inc_1" }]);
    const pragma = async (name: string) =>
      Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(second.db)).rows[0] ?? {});
    expect(await pragma("journal_mode")).toEqual(["wal"]);
    expect(await pragma("synchronous")).toEqual([2]);
    await expect(second.db.insertInto("verdicts").values(verdict("inc_none")).execute()).rejects.toThrow(
      /FOREIGN KEY/,
    );
    second.close();
  });

  it("undoes a write that fails half-way, and goes on working", async () => {
    const state = openState(path);
    const broken = state.write(async (db) => {
      await db.insertInto("incidents").values(incident("inc_1")).execute();
      throw new Error("half-way");
    });
    await expect(broken).rejects.toThrow("half-way");
    expect(await state.db.selectFrom("incidents").select("id").execute()).toEqual([]);
    await state.write((db) => db.insertInto("incidents").values(incident("inc_2")).execute());
    expect(await state.db.selectFrom("incidents").select("id").execute()).toEqual([{ id: "inc_2" }]);
    state.close();
  });

  it("waits for another process's transaction and sees what it wrote", async () => {
    const state = openState(path);
    await state.db.insertInto("incidents").values(incident("inc_1")).execute();
    const script = `
      const file = new (require("better-sqlite3"))(process.argv[1]);
      file.exec("begin immediate; update incidents set title = 'theirs'");
      console.log("locked");
      setTimeout(() => file.exec("commit"), 300);`;
    const other = spawn(process.execPath, ["-e", script, path], {
      cwd: packageRoot(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(other.stdout, "data");

    const title = await state.write(
      async (db) => (await db.selectFrom("incidents").select("title").executeTakeFirstOrThrow()).title,
    );
    expect(title).toBe("theirs");
    await once(other, "exit");
    state.close();
  });

  it("names a damaged file and leaves it as it is", () => {
    const state = openState(path);
    state.close();
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 4096, 12_000);
    writeFileSync(path, bytes);

    const failure = failureOf(() => openState(path));
    expect(failure.code).toBe("internal");
    expect(failure.message).toContain(path);
    expect(failure.message).toContain("damaged");
    expect(failure.hint).toContain("backup");
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("names a file that is no database", () => {
    writeFileSync(path, "not a database at all, but long enough to look like a header of one".repeat(20));
    expect(failureOf(() => openState(path))).toMatchObject({
      code: "internal",
      message: expect.stringContaining("damaged"),
    });
    expect(readFileSync(path, "utf8")).toContain("not a database");
  });

  it("refuses a file that a newer program wrote", () => {
    openState(path).close();
    const file = new BetterSqlite(path);
    file.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    file.close();
    expect(failureOf(() => openState(path))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`version ${MIGRATIONS.length + 1}`),
    });
  });

  it("refuses the SQLite file of another program", () => {
    const file = new BetterSqlite(path);
    file.exec("create table bookmarks (url text)");
    file.close();
    expect(failureOf(() => openState(path))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("another program"),
    });
  });

  it("says when the folder is not there", () => {
    expect(failureOf(() => openState(join(folder, "missing", "state.sqlite")))).toMatchObject({
      code: "internal",
    });
  });

  it("keeps approvals and their votes while their table is built anew", async () => {
    const old = join(folder, "votes.sqlite");
    const file = openStateFile(old);
    const db = new Kysely<StateTables>({ dialect: new SqliteDialect({ database: file }) });
    migrate(file, db.schema, old, MIGRATIONS.slice(0, 7));
    await db.insertInto("incidents").values(incident("inc_1")).execute();
    const approval = { id: "apr_1", incident_id: "inc_1", action: "notify", args: "{}", ...FILLED };
    await db.insertInto("approvals").values(approval).execute();
    const vote = { approval_id: "apr_1", by: "ada", vote: "approve", reason: null, via: "cli", at: "now" };
    await db.insertInto("approval_votes").values(vote).execute();
    file.close();

    const again = openState(old);
    expect(await again.db.selectFrom("approvals").selectAll().execute()).toEqual([approval]);
    expect(await again.db.selectFrom("approval_votes").selectAll().execute()).toEqual([vote]);
    const stray = again.db.insertInto("approval_votes").values({ ...vote, approval_id: "apr_2" });
    await expect(stray.execute()).rejects.toThrow("FOREIGN KEY");
    again.close();
  });

  it("migrates a file of every earlier version without losing rows", async () => {
    for (let version = 1; version < MIGRATIONS.length; version += 1) {
      const old = join(folder, `old-${version}.sqlite`);
      const file = openStateFile(old);
      const db = new Kysely<StateTables>({ dialect: new SqliteDialect({ database: file }) });
      migrate(file, db.schema, old, MIGRATIONS.slice(0, version));
      await db.insertInto("incidents").values(incident("inc_1")).execute();
      file.close();

      const again = openState(old);
      expect(await again.db.selectFrom("incidents").select("id").execute()).toEqual([{ id: "inc_1" }]);
      expect(await again.db.selectFrom("verdicts").selectAll().execute()).toEqual([]);
      again.close();
    }
  });
});

const FILLED = {
  resource: "ops",
  severity: "high",
  preview: "{}",
  digest: "d",
  evidence: "[]",
  preconditions: "{}",
  decide: "one",
  rule: "r",
  approvals_needed: 1,
  cost_of_waiting_usd: 1.5,
  status: "proposed",
  proposed_by: "sentinel",
  proposed_at: "now",
  expires_at: "later",
  reminded_at: null,
  decided_at: null,
  started_at: null,
  attempted_at: null,
  ended_at: null,
  attempts: 0,
  next_at: null,
  lease_by: null,
  lease_until: null,
  result: null,
  error: null,
  slack_channel: null,
  slack_ts: null,
};

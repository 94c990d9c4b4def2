import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, expect, it, onTestFinished } from "vitest";

import { anchorAudit } from "../../src/audit/anchor.ts";
import { appendAudit } from "../../src/audit/append.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { backUp } from "../../src/backup/back-up.ts";
import { restore } from "../../src/backup/restore.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { SentinelError } from "../../src/errors.ts";
import { openHome, type Home } from "../../src/home.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { openState, type State } from "../../src/state/open.ts";
import { sentinel } from "../cli/sentinel.ts";

const NOW = new Date("2026-03-02T12:00:00.000Z");
const by = { name: "dev-a", via: "cli" } as const;

let folder: string;
let home: Home;
let backup: string;
let settings_path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  home = openHome(join(folder, "home"));
  backup = join(folder, "backup");
  settings_path = join(folder, "settings.json");
  writeFileSync(settings_path, '{"freshness_minutes": 45}');
});

const append = (state: State, n: number) =>
  state.write((db) =>
    appendAudit(db, { kind: "access.login", by: SENTINEL, subject: "x", data: { n }, at: NOW }),
  );

/** Runs `work` on the state of a home and closes it. */
async function within<T>(path: string, work: (state: State) => Promise<T>): Promise<T> {
  const state = openState(path);
  try {
    return await work(state);
  } finally {
    state.close();
  }
}

const filled = () =>
  within(home.state, async (state) => {
    for (let n = 0; n < 5; n += 1) await append(state, n);
    await anchorAudit(state, home.audit_anchor);
    await state.write((db) =>
      enqueue(db, { channel: "slack_message", key: "k", payload: { text: "t" }, cause: "inc_1", at: NOW }),
    );
    return backUp({ home, state, settings_path, folder: backup, by, now: () => NOW });
  });
const back = (to = home) => restore({ home: to, settings_path, folder: backup, by, now: () => NOW });
const entries = (path: string) =>
  within(path, (state) => state.db.selectFrom("audit").selectAll().orderBy("seq").execute());
const run = (verb: string) => sentinel([verb, backup, "--home", home.path, "--json"], { cwd: folder });
const failure = async (work: Promise<unknown>): Promise<SentinelError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SentinelError) return error;
  throw new Error("expected a SentinelError", { cause: error });
};

it("copies one moment whole while another process writes without a pause", async () => {
  await within(home.state, async (state) => {
    await append(state, 0);
    await anchorAudit(state, home.audit_anchor);
  });
  const writer = spawn(process.execPath, ["--import", "tsx", "tests/backup/busy-writer.ts", home.state]);
  onTestFinished(() => void writer.kill("SIGKILL"));
  await once(writer.stdout, "data");
  const made = await within(home.state, (state) =>
    backUp({ home, state, settings_path, folder: backup, by, now: () => NOW }),
  );
  writer.stdin.write("stop");
  const [said] = (await once(writer.stdout, "data")) as [Buffer];
  expect(made.audit.ok).toBe(true);
  expect(made.audit.entries).toBeGreaterThanOrEqual(51);
  expect(Number(said)).toBeGreaterThan(50);

  const other = openHome(join(folder, "other"));
  const { audit } = await back(other);
  expect(audit).toEqual({ entries: made.audit.entries, problems: [] });
  const restored = await entries(other.state);
  const live = await entries(home.state);
  expect(restored.slice(0, made.audit.entries)).toEqual(live.slice(0, made.audit.entries));
});

it("holds state, settings and anchor, says what each is, and nothing else of the home", async () => {
  writeFileSync(home.holder, '{"token": "lake-token"}');
  const { files, schema_version } = await filled();
  expect(readdirSync(backup).toSorted()).toEqual([
    "audit.anchor",
    "manifest.json",
    "settings.json",
    "state.sqlite",
  ]);
  expect(Object.keys(files).toSorted()).toEqual(["audit.anchor", "settings.json", "state.sqlite"]);
  expect(schema_version).toBeGreaterThan(3);
  expect(readFileSync(join(backup, "manifest.json"), "utf8")).not.toContain("lake-token");
  const again = within(home.state, (state) =>
    backUp({ home, state, settings_path, folder: backup, by, now: () => NOW }),
  );
  expect(await failure(again)).toMatchObject({ code: "conflict" });
});

it("puts back what was there, keeps what it replaces, and records both", async () => {
  await filled();
  const before = await entries(home.state);
  await within(home.state, (state) => append(state, 99));
  const { replaced, settings, letters } = await back();
  expect({ settings, letters }).toEqual({ settings: "same", letters: 1 });
  // Made after the copy, so the copy does not have it; the kept state does, and what came after it.
  const kept = await entries(join(replaced ?? "", "state.sqlite"));
  expect(kept.map(({ kind }) => kind).slice(5)).toEqual(["state.backed_up", "access.login"]);
  const after = await entries(home.state);
  expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
  expect(after.slice(5).map(({ kind, actor }) => [kind, actor])).toEqual([["state.restored", "dev-a"]]);
  const verified = await within(home.state, (state) => verifyAudit(state, home.audit_anchor));
  expect(verified).toMatchObject({ ok: true, entries: 6, anchored: 6 });
  // A letter that may have left since is looked for before it is sent again.
  const letter = await within(home.state, (state) =>
    state.db.selectFrom("outbox").select(["status", "attempts"]).executeTakeFirst(),
  );
  expect(letter).toEqual({ status: "waiting", attempts: 1 });
});

it("backs up and restores a home in which nothing has happened yet, without settings", async () => {
  rmSync(settings_path);
  const made = await run("backup");
  expect(made.code, made.stderr).toBe(0);
  expect(Object.keys((JSON.parse(made.stdout) as { files: object }).files)).toEqual(["state.sqlite"]);
  const restored = await run("restore");
  expect(restored.code, restored.stderr).toBe(0);
  expect(JSON.parse(restored.stdout)).toMatchObject({
    audit: { entries: 0, problems: [] },
    settings: "none",
  });
});

it("brings back settings that are gone, and leaves those that differ alone", async () => {
  await filled();
  rmSync(settings_path);
  expect(await back()).toMatchObject({ settings: "restored" });
  expect(readFileSync(settings_path, "utf8")).toBe('{"freshness_minutes": 45}');
  writeFileSync(settings_path, "{}");
  rmSync(home.path, { recursive: true });
  expect(await back(openHome(home.path))).toMatchObject({ settings: "kept", replaced: null });
  expect(readFileSync(settings_path, "utf8")).toBe("{}");
});

const alter = (name: string, change: (text: Buffer) => Buffer | string) => () =>
  writeFileSync(join(backup, name), change(readFileSync(join(backup, name))));
const flipped = (bytes: Buffer) => {
  bytes.writeUInt8(bytes.readUInt8(5_000) ^ 255, 5_000);
  return bytes;
};
const cutLast = async () => {
  await within(join(backup, "state.sqlite"), (state) =>
    state.db.deleteFrom("audit").where("seq", "=", 5).execute(),
  );
  const manifest = JSON.parse(readFileSync(join(backup, "manifest.json"), "utf8")) as {
    files: Record<string, object>;
  };
  const { describeFile } = await import("../../src/backup/manifest.ts");
  manifest.files["state.sqlite"] = await describeFile(join(backup, "state.sqlite"));
  writeFileSync(join(backup, "manifest.json"), JSON.stringify(manifest));
};

it.each<[string, () => unknown, RegExp]>([
  ["a flipped byte", alter("state.sqlite", flipped), /state.sqlite does not have the SHA-256/],
  [
    "a cut file",
    alter("state.sqlite", (bytes) => bytes.subarray(0, 8_192)),
    /state.sqlite has 8192 bytes instead of/,
  ],
  ["a missing file", () => rmSync(join(backup, "audit.anchor")), /audit.anchor is missing/],
  ["a manifest that is none", alter("manifest.json", () => "{}"), /cannot be read as a manifest/],
  ["no manifest", () => rmSync(join(backup, "manifest.json")), /is no backup/],
  ["an audit chain that was cut", cutLast, /audit chain in .* does not hold: entry 5 is cut/],
])("refuses %s, and loses nothing", async (_what, damage, message) => {
  await filled();
  const before = await entries(home.state);
  await damage();
  expect((await failure(back())).message).toMatch(message);
  expect(await entries(home.state)).toEqual(before);
  expect(readdirSync(home.path).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
});

it("refuses a home that another process has open, with exit code 75, and takes it afterwards", async () => {
  await filled();
  const writer = spawn(process.execPath, ["--import", "tsx", "tests/backup/busy-writer.ts", home.state]);
  onTestFinished(() => void writer.kill("SIGKILL"));
  await once(writer.stdout, "data");
  const args = ["restore", backup, "--home", home.path, "--settings", settings_path];
  const refused = await sentinel(args, { cwd: folder });
  expect(refused).toMatchObject({ code: 75, stdout: "" });
  expect(refused.stderr).toMatch(/error \(busy\): another process has .*state\.sqlite open/);
  writer.stdin.write("stop");
  await once(writer, "exit");
  const taken = await sentinel([...args, "--json"], { cwd: folder });
  expect(taken.code, taken.stderr).toBe(0);
  expect(JSON.parse(taken.stdout)).toMatchObject({ audit: { entries: 5, problems: [] }, settings: "same" });
  expect(existsSync(`${home.state}-wal`)).toBe(false);
});

it("replaces a damaged state, and keeps that aside too", async () => {
  await filled();
  writeFileSync(home.state, "no database at all");
  const { replaced } = await back();
  expect(readFileSync(join(replaced ?? "", "state.sqlite"), "utf8")).toBe("no database at all");
  expect(await entries(home.state)).toHaveLength(6);
});

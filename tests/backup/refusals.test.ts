import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { sentinel } from "../cli/sentinel.ts";
import { entries, failure, ownHome, within, type OwnHome } from "./own-home.ts";

const alter =
  (name: string, change: (text: Buffer) => Buffer | string) =>
  ({ backup }: OwnHome) =>
    writeFileSync(join(backup, name), change(readFileSync(join(backup, name))));
const flipped = (bytes: Buffer) => {
  bytes.writeUInt8(bytes.readUInt8(5_000) ^ 255, 5_000);
  return bytes;
};
const cutLast = async ({ backup }: OwnHome) => {
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

it.each<[string, (own: OwnHome) => unknown, RegExp]>([
  ["a flipped byte", alter("state.sqlite", flipped), /state.sqlite does not have the SHA-256/],
  [
    "a cut file",
    alter("state.sqlite", (bytes) => bytes.subarray(0, 8_192)),
    /state.sqlite has 8192 bytes instead of/,
  ],
  ["a missing file", ({ backup }) => rmSync(join(backup, "audit.anchor")), /audit.anchor is missing/],
  ["a manifest that is none", alter("manifest.json", () => "{}"), /cannot be read as a manifest/],
  ["no manifest", ({ backup }) => rmSync(join(backup, "manifest.json")), /is no backup/],
  ["an audit chain that was cut", cutLast, /audit chain in .* does not hold: entry 5 is cut/],
])("refuses %s, and loses nothing", async (_what, damage, message) => {
  const own = ownHome();
  const { home, filled, back } = own;
  await filled();
  const before = await entries(home.state);
  await damage(own);
  expect((await failure(back())).message).toMatch(message);
  expect(await entries(home.state)).toEqual(before);
  expect(readdirSync(home.path).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
});

it("refuses a home that another process has open, with exit code 75, and takes it afterwards", async () => {
  const { folder, home, backup, settings_path, filled } = ownHome();
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

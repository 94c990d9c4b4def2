import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { anchorAudit } from "../../src/audit/anchor.ts";
import { openHome } from "../../src/home.ts";
import { sentinel } from "../cli/sentinel.ts";
import { append, entries, failure, ownHome, within } from "./own-home.ts";

it("copies one moment whole while another process writes without a pause", async () => {
  const { folder, home, copy, back } = ownHome();
  await within(home.state, async (state) => {
    await append(state, 0);
    await anchorAudit(state, home.audit_anchor);
  });
  const writer = spawn(process.execPath, ["--import", "tsx", "tests/backup/busy-writer.ts", home.state]);
  onTestFinished(() => void writer.kill("SIGKILL"));
  await once(writer.stdout, "data");
  const made = await within(home.state, copy);
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
  const { home, backup, copy, filled } = ownHome();
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
  const again = within(home.state, copy);
  expect(await failure(again)).toMatchObject({ code: "conflict" });
});

it("backs up and restores a home in which nothing has happened yet, without settings", async () => {
  const { folder, home, backup, settings_path } = ownHome();
  const run = (verb: string) => sentinel([verb, backup, "--home", home.path, "--json"], { cwd: folder });
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

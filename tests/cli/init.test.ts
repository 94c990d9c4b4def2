import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { sources } from "../../sources/index.ts";
import { sentinel } from "./sentinel.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-init-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

it("writes a template with every variable, readable by its owner only, and does not overwrite it", async () => {
  expect((await sentinel(["init"], { cwd })).code).toBe(0);
  const text = readFileSync(join(cwd, ".env"), "utf8");
  for (const { name } of sources.flatMap((source) => source.credentials)) expect(text).toContain(name);
  expect(statSync(join(cwd, ".env")).mode & 0o077).toBe(0);
  expect((await sentinel(["init"], { cwd })).stderr).toContain("--force");
});

it("names every variable in .env.example, each with its meaning", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  for (const { name, description } of sources.flatMap((source) => source.credentials)) {
    const at = lines.findIndex((line) => line.replace(/^# /, "").startsWith(`${name}=`));
    expect(at, name).toBeGreaterThan(0);
    expect(lines[at - 1]).toContain(description);
  }
});

it("names every variable that the code reads in .env.example", () => {
  const text = readFileSync(".env.example", "utf8");
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const read = files.flatMap((path) =>
    [...readFileSync(join("src", path), "utf8").matchAll(/environment\("([A-Z_]+)"\)/g)].map(
      ([, name]) => name,
    ),
  );
  expect(read.length).toBeGreaterThan(15);
  expect([...new Set(read)].filter((name) => !text.includes(`\n# ${name}=`))).toEqual([]);
});

it("keeps what else was in the file that it replaces", async () => {
  writeFileSync(join(cwd, ".env"), 'GROQ_API_KEY="gsk_1"\nGITHUB_REPOS=acme/shop\nNODE_ENV=production\n');
  await sentinel(["init", "--force"], { cwd });
  const text = readFileSync(join(cwd, ".env"), "utf8");
  expect(text).toContain('\nGITHUB_REPOS="acme/shop"\n');
  expect(text).toContain('# Others\nGROQ_API_KEY="gsk_1"\nNODE_ENV="production"\n');
});

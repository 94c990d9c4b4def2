/** Finds the seeds below a folder and gives each a name of its own. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";

import { SentinelError } from "../src/errors.ts";
import { tableOfFile } from "./tables.ts";

export type SeedFolder = { name: string; dir: string };

/** The folder itself when it is a seed, else every seed below it, in the order of their paths. */
export function findSeeds(dir: string): SeedFolder[] {
  const root = resolve(dir);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new SentinelError("not_found", `${dir}: no such folder`, {
      hint: "--seeds takes a seed or a folder of seeds",
    });
  }
  const dirs = [...seedsBelow(root)];
  if (dirs.length === 0) {
    throw new SentinelError("invalid", `${dir}: no seed in it`, {
      hint: "a seed is a folder with seed.json or <table>.ndjson files",
    });
  }
  return dirs.map((each) => ({ dir: each, name: nameOf(each, root, dirs) }));
}

function* seedsBelow(dir: string): Generator<string> {
  const entries = readdirSync(dir, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some((entry) => !entry.isDirectory() && isSeedFile(entry.name))) {
    yield dir;
    return;
  }
  for (const entry of entries) {
    const hidden = entry.name.startsWith(".") || entry.name === "node_modules";
    if (entry.isDirectory() && !hidden) yield* seedsBelow(join(dir, entry.name));
  }
}

function isSeedFile(file: string): boolean {
  return file === "seed.json" || tableOfFile(file) !== undefined;
}

/** Names are what connections are called, so two seeds of one folder name get their parents' too. */
function nameOf(dir: string, root: string, all: string[]): string {
  const name = basename(dir);
  const shared = all.filter((other) => basename(other) === name).length > 1;
  return shared ? relative(root, dir).split(sep).join("-") : name;
}

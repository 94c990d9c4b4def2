/** A seed in memory and on disk: tables of vendor rows in time order, and seed.json. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { iso } from "./times.ts";

export type Expectation = {
  detector: string;
  fingerprint: string;
  severity: "info" | "medium" | "high" | "critical";
  /** SHA of the commit that is to be blamed. */
  blame: string | null;
};

export type SeedFolder = {
  /** Path below `seeds/`. */
  path: string;
  about: string;
  anchor: number;
  /** Where rows sit when the vendor's JSON does not say: `github`, `slack`. */
  in: Record<string, string>;
  /** Who owns what, as in settings.json. */
  services?: Record<string, Record<string, string[]>>;
  expect: Expectation[];
  tables: Map<string, { at: number; row: unknown }[]>;
};

/** Adds a row that the vendor has known since `at`. A seed holds nothing that is still to come. */
export function addRow(seed: SeedFolder, table: string, at: number, row: unknown): void {
  if (at > seed.anchor)
    throw new Error(`${seed.path}: a row of ${table} is dated ${iso(at)}, after the anchor`);
  const rows = seed.tables.get(table) ?? [];
  rows.push({ at, row });
  seed.tables.set(table, rows);
}

/** The files of the seed by name. */
export function filesOf(seed: SeedFolder): Map<string, string> {
  const { about, in: where, services, expect } = seed;
  const head = { about, anchor: iso(seed.anchor), in: where, ...(services && { services }), expect };
  const files = new Map([["seed.json", `${JSON.stringify(head, null, 2)}\n`]]);
  for (const table of [...seed.tables.keys()].toSorted()) {
    const rows = (seed.tables.get(table) ?? []).toSorted((a, b) => a.at - b.at);
    files.set(`${table}.ndjson`, rows.map(({ row }) => `${JSON.stringify(row)}\n`).join(""));
  }
  return files;
}

/** Writes the seed below `root`, in place of what was there. */
export function writeSeed(root: string, seed: SeedFolder): void {
  const folder = join(root, seed.path);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of filesOf(seed)) writeFileSync(join(folder, name), text);
}

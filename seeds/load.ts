/** Loads seeds and moves their times so that each seed's anchor is the present. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { SentinelError } from "../src/errors.ts";
import { findSeeds, type SeedFolder } from "./find-seeds.ts";
import { readRows } from "./read-rows.ts";
import type { SeedRow } from "./row.ts";
import { type Expectation, readSeedFile } from "./seed-file.ts";
import { nearestTables, tableOfFile, vendorOf } from "./tables.ts";
import { eachTime, momentOf, shiftTime } from "./times.ts";

/** A seed: what the vendors of one product would answer. */
export type Seed = {
  /** The folder's name; with its parents' where two seeds of a tree share one. Its connections are called so. */
  name: string;
  dir: string;
  /** The moment the data called now before it was moved. */
  anchor: Date;
  /** By how much every time was moved: whole minutes, in ms. */
  shift_ms: number;
  /** Where rows sit whose own JSON and `_in` do not say, by vendor. */
  in: Record<string, string>;
  /** undefined when the seed states none. */
  expect: Expectation[] | undefined;
  /** The service catalogue in the shape of settings.json `services`; unparsed. */
  services: unknown;
  /** Rows by table, in the vendor's own JSON, moved. */
  tables: Map<string, SeedRow[]>;
  /** What was assumed or left out, for a person to read. */
  notes: string[];
};

/**
 * The seeds in `dir`, which is one seed or a tree of them. `now` becomes the moment that each seed's anchor
 * stands for, to the minute. With `skip_bad`, malformed lines are left out and noted.
 * @throws SentinelError `invalid` naming file, line and reason; `not_found` when there is no such folder.
 */
export function loadSeeds(dir: string, now: Date, options: { skip_bad?: boolean } = {}): Seed[] {
  return findSeeds(dir).map((folder) => loadSeed(folder, now, options.skip_bad === true));
}

function loadSeed({ name, dir }: SeedFolder, now: Date, skip_bad: boolean): Seed {
  const { anchor: stated, notes, ...file } = readSeedFile(join(dir, "seed.json"));
  const tables = readTables(dir, skip_bad ? (complaint) => notes.push(`skipped ${complaint}`) : undefined);
  const anchor = stated === undefined ? (newestTime(tables) ?? now) : new Date(momentOf(stated));
  if (stated === undefined) {
    notes.push(
      `${name}: seed.json names no anchor; the newest time in the data is taken: ${anchor.toISOString()}`,
    );
  }
  // Whole minutes, rounded down: seconds and fractions stay what they were, and nothing lands in the future.
  const shift_ms = Math.floor((now.getTime() - anchor.getTime()) / 60_000) * 60_000;
  if (shift_ms !== 0) {
    for (const [table, rows] of tables) for (const row of rows) shiftRow(row, table, shift_ms);
  }
  return { name, dir, anchor, shift_ms, ...file, tables, notes };
}

function readTables(dir: string, bad: ((complaint: string) => void) | undefined): Map<string, SeedRow[]> {
  const tables = new Map<string, SeedRow[]>();
  for (const file of readdirSync(dir).toSorted()) {
    const table = tableOfFile(file);
    if (table === undefined) continue;
    if (vendorOf(table) === undefined) {
      throw new SentinelError("invalid", `${join(dir, file)}: no source has a table ${table}`, {
        hint: `nearest: ${nearestTables(table).join(", ")}`,
      });
    }
    tables.set(table, [...(tables.get(table) ?? []), ...readRows(join(dir, file), bad)]);
  }
  return tables;
}

function shiftRow(row: SeedRow, table: string, shift_ms: number): void {
  eachTime(row, vendorOf(table) === "slack", (time, holder, key) => {
    Object.assign(holder, { [key]: shiftTime(time, shift_ms) });
  });
}

function newestTime(tables: Map<string, SeedRow[]>): Date | undefined {
  let newest = -Infinity;
  for (const [table, rows] of tables) {
    for (const row of rows) {
      eachTime(row, vendorOf(table) === "slack", (time) => {
        newest = Math.max(newest, momentOf(time));
      });
    }
  }
  return Number.isFinite(newest) ? new Date(newest) : undefined;
}

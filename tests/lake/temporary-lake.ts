import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { AnyTable } from "../../src/contracts/table.ts";
import { openLake, type Lake, type LakeOptions } from "../../src/lake/open.ts";

const NOW = new Date("2026-08-22T09:00:00Z");
export const OBSERVATIONS = langfuseObservations.name;

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-lake-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A lake of these tables in a folder of its own, closed after the test. */
export async function temporaryLake(tables: AnyTable[] = [langfuseObservations]): Promise<Lake> {
  return lakeIn(join(temporaryFolder(), "lake.duckdb"), tables);
}

/** The same for a whole file of tests, which releases it itself. */
export async function openTemporaryLake(): Promise<{ lake: Lake; release: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-lake-"));
  const lake = await openLake({
    path: join(folder, "lake.duckdb"),
    tables: [langfuseObservations],
    now: () => NOW,
  });
  return {
    lake,
    async release() {
      await lake.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lake of a file, closed after the test unless the test does so. */
export async function lakeIn(
  path: string,
  tables: AnyTable[] = [langfuseObservations],
  options: Partial<LakeOptions> = {},
): Promise<Lake> {
  const lake = await openLake({ path, tables, now: () => NOW, ...options });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await lake.close();
  };
  onTestFinished(close);
  return { ...lake, close };
}

/** The rows of a statement that needs no parameters. */
export async function rowsOf(lake: Lake, sql: string): Promise<Record<string, unknown>[]> {
  return (await lake.ask(sql)).rows;
}

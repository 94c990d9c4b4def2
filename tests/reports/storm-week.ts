/** The storm with a quiet week before it, so that its week has something to be compared with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { drawOf } from "../../seeds/generate/draw.ts";
import { writeSeed } from "../../seeds/generate/folder.ts";
import { storm } from "../../seeds/generate/scenarios/storm.ts";
import { loadSeeds, type Seed } from "../../seeds/load.ts";

/** A Friday afternoon in Berlin, two and a half hours after the bad deployment. */
export const FRIDAY = new Date("2026-08-21T15:30:00Z");
/** The Monday on which the week before began there. */
export const MONDAY_BEFORE = new Date("2026-08-09T22:00:00Z");

export function stormWeek(): Seed[] {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-storm-"));
  try {
    writeSeed(folder, storm(drawOf(0), { anchor: FRIDAY.toISOString(), days: 12 }));
    return loadSeeds(folder, FRIDAY);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

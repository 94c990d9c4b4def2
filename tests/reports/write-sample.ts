// Writes docs/digest: the digest of the storm, as its reader gets it. `npx tsx tests/reports/write-sample.ts`
import { makeDigest } from "../../src/reports/digest/make.ts";
import { weekOf } from "../../src/reports/digest/week.ts";
import { writeDigest } from "../../src/reports/digest/write-files.ts";
import { openSeedWorld } from "./seed-world.ts";
import { FRIDAY, MONDAY_BEFORE, stormWeek } from "./storm-week.ts";

const world = await openSeedWorld(stormWeek(), FRIDAY, MONDAY_BEFORE);
const context = { ...world, model: undefined, timeout_ms: 0, base_url: "https://sentinel.example.com" };
const digest = await makeDigest(context, weekOf(FRIDAY, "Europe/Berlin"), FRIDAY);
for (const path of writeDigest(digest, "docs/digest")) process.stderr.write(`${path}\n`);
await world.close();

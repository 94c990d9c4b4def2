/** Loads the file of argv[3] into the lake of argv[2] and says when it begins and when it is done. Run by load-kill.test.ts. */
import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { openLake } from "../../src/lake/open.ts";

const [, , path = "", file = ""] = process.argv;
const lake = await openLake({ path, tables: [langfuseObservations], now: () => new Date() });
process.stdout.write("begun\n");
const fetched_at = new Date("2026-08-03T00:00:00Z");
await lake.load({ table: langfuseObservations.name, files: [file], connection: "main", fetched_at });
process.stdout.write("done\n");
await new Promise(() => setInterval(() => undefined, 1_000));

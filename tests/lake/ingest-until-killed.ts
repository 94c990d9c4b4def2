/**
 * Ingests batch after batch into the lake of argv[2] from number argv[3] on, and says each number once it is stored. Run
 * by kill.test.ts, which ends it at any moment.
 */
import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { openLake } from "../../src/lake/open.ts";
import { numberedBatch } from "./numbered-batch.ts";

const [, , path = "", first = "0"] = process.argv;
const lake = await openLake({ path, tables: [langfuseObservations], now: () => new Date() });
for (let number = Number(first); ; number += 2) {
  await Promise.all(
    [number, number + 1].map(async (one) => {
      await lake.ingest(numberedBatch(one));
      process.stdout.write(`${one}\n`);
    }),
  );
}

// Writes docs/sources, docs/queries and docs/detectors from what the code says of itself. A test compares.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { generatedPages } from "./docs/pages.ts";

for (const folder of ["sources", "queries", "detectors"])
  rmSync(join("docs", folder), { recursive: true, force: true });
for (const [path, text] of generatedPages()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

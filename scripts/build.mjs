// Bundles the command line: one small entry that parses arguments, and a chunk per command behind it,
// so that `sentinel --help` never loads DuckDB. Packages stay in node_modules.
import { rm } from "node:fs/promises";

import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/cli/sentinel.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  banner: { js: "#!/usr/bin/env node" },
  logLevel: "warning",
});

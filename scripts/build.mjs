// Bundles the command line: one small entry that parses arguments, and a chunk per command behind it,
// so that `sentinel --help` never loads DuckDB. Packages stay in node_modules.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

const { metafile } = await build({
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
  metafile: true,
});
// Chunks of earlier builds go only now: a command that is running while this builds still finds its own.
for (const name of await readdir("dist")) {
  const path = join("dist", name);
  if (!(path in metafile.outputs)) await rm(path, { recursive: true, force: true });
}

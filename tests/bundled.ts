/** A script of the tests as one file, for tests that start it as a process many times. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";

import { build } from "esbuild";
import { onTestFinished } from "vitest";

/** Bundles as the command line is bundled; compiling it anew in every process takes seconds. Gone after the test. */
export async function bundled(script: string): Promise<string> {
  // Within the project, from where its packages are found.
  const outfile = join("node_modules/.cache/sentinel", `${process.pid}-${basename(script, ".ts")}.mjs`);
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  onTestFinished(() => rmSync(outfile, { force: true }));
  return outfile;
}

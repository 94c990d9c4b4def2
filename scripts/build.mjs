// Bundles the command line: one small entry that parses arguments, and a chunk per command behind it,
// so that `sentinel --help` never loads DuckDB. Packages stay in node_modules but the few that every start waits for: one
// file is read faster than their many. Beside it the package export
// `sentinel/guard`: one small file for agents, with its types; and the web page, in dist/web.
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";
import { build as buildPage } from "vite";

const AT_EVERY_START = [
  "commander",
  "ms",
  "fastest-levenshtein",
  "zod",
  "kysely",
  "groq-sdk",
  "@octokit/rest",
  "@octokit/plugin-retry",
  "@octokit/plugin-throttling",
  "@slack/web-api",
  "p-retry",
  "p-queue",
  "node-cron",
  "nodemailer",
  "canonicalize",
  "@duckdb/node-api",
  "pino",
  "pino-pretty",
];
const { dependencies } = JSON.parse(await readFile("package.json", "utf8"));

const { metafile } = await build({
  entryPoints: ["src/cli/sentinel.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // A start parses what it loads: names stay, so that stacks can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  external: Object.keys(dependencies)
    .filter((name) => !AT_EVERY_START.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  // Commander is CommonJS and asks for Node's own modules as such.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  logLevel: "warning",
  metafile: true,
});
const guard = await build({
  entryPoints: { guard: "src/guard/index.ts" },
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  metafile: true,
});
await copyFile("src/guard/guard.d.ts", "dist/guard.d.ts");
const made = new Set([
  ...Object.keys(metafile.outputs),
  ...Object.keys(guard.metafile.outputs),
  "dist/guard.d.ts",
]);
await buildPage({ configFile: "web/vite.config.ts", logLevel: "warn" });
// Chunks of earlier builds go only now: a command that is running while this builds still finds its own.
for (const name of await readdir("dist")) {
  const path = join("dist", name);
  if (path === join("dist", "web")) continue;
  if (!made.has(path)) await rm(path, { recursive: true, force: true });
}

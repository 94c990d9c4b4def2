import { defineConfig } from "vitest/config";

/** Tests that start processes of their own, or break things on purpose: each file in a worker of its own. */
const APART = ["agents", "backup", "cli", "demo", "lake", "reliability", "seeds-data", "sync", "web"].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more workers only make real servers and databases wait for each other.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "apart", include: APART } },
      // Loading the program anew for each file would take a tenth of the whole run; these files share it.
      {
        extends: true,
        test: { name: "shared", include: ["tests/**/*.test.ts"], exclude: APART, isolate: false },
      },
    ],
  },
});

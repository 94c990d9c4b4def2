/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "sources-know-contracts-only",
      severity: "error",
      from: { path: "^sources/([^/]+)/" },
      to: {
        path: "^(src|detectors|web|sources|seeds)/",
        pathNot: ["^src/(contracts/|errors)", "^sources/$1/"],
      },
    },
    {
      name: "detectors-are-pure",
      severity: "error",
      from: { path: "^detectors/" },
      to: { pathNot: ["^detectors/", "^src/contracts/", "node_modules/zod"] },
    },
    {
      name: "contracts-import-zod-only",
      severity: "error",
      from: { path: "^src/contracts/" },
      to: { pathNot: ["^src/contracts/", "^src/errors", "node_modules/zod"] },
    },
    {
      name: "only-the-lake-opens-duckdb",
      severity: "error",
      from: { path: "^(src|sources|detectors)/", pathNot: "^src/lake/" },
      to: { path: "node_modules/@duckdb/" },
    },
    {
      name: "only-state-opens-sqlite",
      severity: "error",
      from: { path: "^(src|sources|detectors)/", pathNot: "^src/state/" },
      to: { path: "node_modules/better-sqlite3/" },
    },
    {
      name: "only-the-gate-runs-actions",
      severity: "error",
      from: { pathNot: ["^src/(gate|actions)/", "^tests/"] },
      to: { path: "^src/actions/" },
    },
    {
      name: "routes-and-commands-call-verbs",
      severity: "error",
      from: { path: "^src/(api|cli)/" },
      to: { path: "^(src/(lake|actions)/|sources/|detectors/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "data-never-flows-back-up",
      severity: "error",
      from: { path: "^src/(lake|sync|queries)/" },
      to: { path: "^src/(detect|incidents|investigate|cli|api|state)/" },
    },
    {
      name: "web-takes-types-only",
      severity: "error",
      from: { path: "^web/" },
      // The clocks of zones are the same on both sides.
      to: {
        path: "^(src|sources|detectors)/",
        pathNot: "^src/local-time",
        dependencyTypesNot: ["type-only"],
      },
    },
    { name: "clocks-import-nothing", severity: "error", from: { path: "^src/local-time" }, to: {} },
    {
      name: "nothing-imports-tests-or-seeds",
      severity: "error",
      from: { pathNot: ["^(tests|seeds)/", "^src/demo/"] },
      to: { path: "^(tests|seeds)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
    },
  },
};

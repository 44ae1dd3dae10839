/** Layer rules of ARCHITECTURE.md, all errors, no baseline: a rule that hurts is changed, not muted. */
const tests = "\\.(test|spec)\\.tsx?$";
const fixtures = "(^agent/test/|^e2e/|/test-[a-z-]+\\.ts$)";

module.exports = {
  forbidden: [
    {
      name: "no-cycle",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphan",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          tests,
          fixtures,
          "\\.d\\.ts$",
          "\\.config\\.(ts|mjs)$",
          "^app/",
          "^scripts/",
          "^server/main\\.ts$",
          "^server/commands/",
        ],
      },
      to: {},
    },
    { name: "not-to-test", severity: "error", from: { pathNot: tests }, to: { path: tests } },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^core/", pathNot: tests },
      to: { pathNot: ["^core/", "^node_modules/(zod|@noble/hashes|hash-wasm|smol-toml|@decimalturn/toml-patch)/"] },
    },
    {
      name: "core-imports-no-builtin",
      severity: "error",
      from: { path: "^core/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "agent-stays-on-its-mac",
      severity: "error",
      from: { path: "^agent/" },
      to: { path: "^(server|app|prisma)/" },
    },
    {
      name: "pictures-are-decoded-in-the-child",
      severity: "error",
      from: {
        path: "^(core|agent|server|app)/",
        pathNot: ["^agent/imaging/(worker|executor|classify)/", tests, fixtures],
      },
      to: { path: "^node_modules/(sharp|@img)/" },
    },
    {
      name: "executor-behind-the-pool",
      severity: "error",
      from: { path: "^agent/", pathNot: ["^agent/imaging/(worker|executor|classify)/", tests, fixtures] },
      to: { path: "^agent/imaging/(worker|executor)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "agent-core-only",
      severity: "error",
      from: { path: "^agent/" },
      to: { path: "^(?!agent/|core/|node_modules/)[a-z]", dependencyTypesNot: ["core"] },
    },
    {
      name: "server-never-runs-the-agent",
      severity: "error",
      from: { path: "^server/", pathNot: tests },
      to: { path: "^(agent|app)/" },
    },
    {
      name: "only-the-agent-decodes-pictures",
      severity: "error",
      from: { path: "^(core|server|app)/", pathNot: tests },
      to: { path: "^node_modules/sharp/" },
    },
    {
      name: "prisma-client-in-platform-and-repos",
      severity: "error",
      from: { path: "^server/", pathNot: ["^server/platform/", "/repo\\.ts$", "/[a-z-]+-repo\\.ts$", tests] },
      to: { path: "^prisma/generated/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "migrate-from-the-process-only",
      severity: "error",
      from: {
        path: "^server/",
        pathNot: ["^server/main\\.ts$", "^server/commands/", "^server/platform/test-app\\.ts$", tests],
      },
      to: { path: "^prisma/migrate\\.ts$" },
    },
    {
      name: "feature-surface-is-its-index",
      severity: "error",
      from: { path: "^server/features/([^/]+)/", pathNot: tests },
      to: {
        path: "^server/features/([^/]+)/",
        pathNot: ["^server/features/$1/", "^server/features/[^/]+/(index|schema)\\.ts$"],
      },
    },
    {
      name: "router-is-thin",
      severity: "error",
      from: { path: "^server/features/[^/]+/router\\.ts$" },
      to: { path: ["/[a-z-]*repo\\.ts$", "^prisma/"] },
    },
    {
      name: "app-knows-core",
      severity: "error",
      from: { path: "^app/", pathNot: ["^app/_trpc/", tests] },
      to: { path: "^(server|agent|prisma)/" },
    },
    {
      name: "app-trpc-types-only",
      severity: "error",
      from: { path: "^app/_trpc/" },
      to: { path: "^server/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "prepare-is-pure",
      severity: "error",
      from: { path: "^app/_charts/prepare/", pathNot: tests },
      to: { pathNot: ["^core/", "^app/_charts/prepare/", "^app/_tree/", "^app/_trpc/"] },
    },
    {
      name: "e2e-speaks-http",
      severity: "error",
      from: { path: "^e2e/" },
      to: { path: "^(server|agent|app|prisma)/" },
    },
    {
      name: "nothing-undeclared",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    {
      name: "shipped-code-uses-shipped-packages",
      severity: "error",
      from: { path: "^(core|agent|server|app)/", pathNot: [tests, fixtures] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|prisma/generated" },
    exclude: { path: "^(\\.next|data|\\.cache|docs)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
    skipAnalysisNotInRules: true,
  },
};

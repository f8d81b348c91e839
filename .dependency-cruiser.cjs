/** The directions of docs/architecture.md, as errors. */
const packagesThat = (names) => `^packages/(${names})/`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "leaf-packages-stay-leaves",
      comment: "errors, logger, contracts and calendar import nothing of ours.",
      severity: "error",
      from: { path: packagesThat("errors|logger|contracts|calendar") },
      to: {
        path: "^(packages|apps|infra|local|e2e|bench)/",
        pathNot: packagesThat("errors|logger|contracts|calendar"),
      },
    },
    {
      name: "packages-do-not-import-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(apps|infra|local|e2e|bench)/" },
    },
    {
      name: "db-and-k8s-do-not-know-each-other",
      severity: "error",
      from: { path: packagesThat("db|k8s") },
      to: { path: packagesThat("db|k8s"), pathNot: "^packages/$1/" },
    },
    {
      name: "lab-only-for-tests-and-start",
      comment: "The apps reach the lab over the wire, as they would reach the real thing.",
      severity: "error",
      from: { path: "^(apps|packages)/", pathNot: ["^packages/lab/", "\\.test\\.ts$", "/src/testing/"] },
      to: { path: packagesThat("lab") },
    },
    {
      name: "lab-stands-alone",
      severity: "error",
      from: { path: packagesThat("lab") },
      to: { path: "^(apps|packages|local)/", pathNot: packagesThat("lab") },
    },
    {
      name: "infra-imports-no-app",
      comment: "Infrastructure is checked as files; its tests may start the lab.",
      severity: "error",
      from: { path: "^infra/" },
      to: { path: "^(apps|local|e2e|bench)/" },
    },
    {
      name: "no-app-imports-an-app",
      comment: "But for the type of the tRPC router.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "features-through-their-doors",
      comment: "A feature of the console is entered at index.ts, or at server.ts from server code.",
      severity: "error",
      from: { path: "^apps/console/src/(features/([^/]+)|app|components|live|trpc)/" },
      to: {
        path: "^apps/console/src/features/([^/]+)/",
        pathNot: [
          "^apps/console/src/features/$2/",
          "^apps/console/src/features/[^/]+/(index|server)\\.tsx?$",
        ],
      },
    },
    {
      name: "no-service-imports-a-service",
      comment: "The services of the backend meet over HTTP and events alone.",
      severity: "error",
      from: { path: "^apps/backend/src/services/([^/]+)/" },
      to: { path: "^apps/backend/src/services/", pathNot: "^apps/backend/src/services/$1/" },
    },
    {
      name: "platform-knows-no-service",
      severity: "error",
      from: { path: "^apps/backend/src/platform/" },
      to: { path: "^apps/backend/src/services/" },
    },
    {
      name: "ui-kit-knows-no-feature",
      severity: "error",
      from: { path: "^apps/console/src/components/ui/" },
      to: { path: "^apps/console/src/(features|app|trpc)/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: ["\\.test\\.tsx?$", "/src/testing/"] },
      to: { path: ["\\.test\\.tsx?$"] },
    },
    {
      name: "testing-code-only-from-tests",
      severity: "error",
      from: { path: "^(apps|packages)/", pathNot: ["\\.test\\.tsx?$", "/src/testing/"] },
      to: { path: "/src/testing/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.next/", "next-env\\.d\\.ts$", "/generated/", "test-results/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.boundaries.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};

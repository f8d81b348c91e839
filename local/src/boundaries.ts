import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { root } from "./paths.ts";

/**
 * Checks the import directions, and first that the checker sees the code: with a TypeScript that has no JavaScript
 * API, dependency-cruiser parses nothing and reports an empty graph as a clean one.
 */
const folders = ["apps", "packages", "infra", "local", "e2e", "bench"];
const files = globSync(
  folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
  {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|\.next|generated|test-results|next-env\.d\.ts)(\/|$)/.test(path),
  },
);

const cruise = (type: string) =>
  execFileSync("depcruise", [...folders, "--config", ".dependency-cruiser.cjs", "--output-type", type], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });

interface Graph {
  modules: { source: string; dependencies: unknown[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

const graph = JSON.parse(cruise("json")) as Graph;
const seen = new Set(graph.modules.map((module) => module.source));
const unseen = files.filter((file) => !seen.has(file));
const imports = graph.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (unseen.length > 0 || imports < files.length) {
  console.error(
    `The checker sees ${seen.size} modules and ${imports} imports, but there are ${files.length} files.`,
  );
  console.error(unseen.slice(0, 10).join("\n"));
  process.exit(1);
}
for (const { rule, from, to } of graph.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
console.log(`${files.length} files, ${imports} imports, ${graph.summary.violations.length} violations`);
process.exit(graph.summary.violations.length === 0 ? 0 : 1);

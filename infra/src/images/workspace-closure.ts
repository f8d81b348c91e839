import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface WorkspacePackage {
  /** Folder from the root of the repository. */
  folder: string;
  dependencies: string[];
}

/** Folders of a workspace package and of all workspace packages that it needs to run, its own first. */
export function workspaceClosure(root: string, name: string): string[] {
  const packages = readWorkspace(root);
  const folders = new Set<string>();
  const visit = (wanted: string) => {
    const found = packages.get(wanted);
    if (!found) throw new Error(`No workspace package is called ${wanted}.`);
    if (folders.has(found.folder)) return;
    folders.add(found.folder);
    found.dependencies.forEach(visit);
  };
  visit(name);
  return [...folders];
}

function readWorkspace(root: string): Map<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const manifest of globSync("{apps,packages}/*/package.json", { cwd: root })) {
    const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8")) as {
      name: string;
      dependencies?: Record<string, string>;
    };
    const workspace = Object.keys(dependencies).filter((dependency) =>
      dependencies[dependency]?.startsWith("workspace:"),
    );
    packages.set(name, { folder: dirname(manifest), dependencies: workspace });
  }
  return packages;
}

import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findMissingPaths } from "./doc-paths.ts";
import { root } from "./paths.ts";

/** Every path of this repository that a document names exists. */
const documents = globSync(["*.md", "{docs,infra,k8s,runbooks}/**/*.md", "{packages,apps}/*/README.md"], {
  cwd: root,
});
const missing = documents.flatMap((document) =>
  findMissingPaths(readFileSync(join(root, document), "utf8"), (path) => existsSync(join(root, path))).map(
    (path) => `${document} names ${path}, which does not exist`,
  ),
);
for (const line of missing) console.error(line);
console.log(`${documents.length} documents, ${missing.length} missing paths`);
process.exitCode = missing.length === 0 && documents.length > 0 ? 0 : 1;

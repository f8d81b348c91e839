import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { root } from "./paths.ts";

/** The same TypeScript is run by a dozen processes, and by those of the next start: they find it stripped and compiled. */
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules/.cache/node");
enableCompileCache(process.env.NODE_COMPILE_CACHE);
const { runStart } = await import("./run-start.ts");
await runStart({ dev: process.argv.includes("--dev") });

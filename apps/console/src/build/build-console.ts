import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { compressStatic } from "./compress-static.ts";
import { separateSourceMaps } from "./separate-source-maps.ts";

/** The production build, on a developer's machine and in the image alike: Next's own, without source maps in what is served, then the Brotli copies. */
const app = join(import.meta.dirname, "../..");
const { status } = spawnSync(join(app, "node_modules/.bin/next"), ["build"], { cwd: app, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
const maps = await separateSourceMaps(join(app, ".next/static"), join(app, ".next/source-maps"));
console.log(`${maps} source maps kept apart`);
const copies = await compressStatic(join(app, ".next/static"));
console.log(`${copies} files compressed with Brotli`);

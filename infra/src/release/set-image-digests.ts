import { readFileSync, writeFileSync } from "node:fs";
import { readDigests, withDigests } from "./image-digests.ts";

/** `node infra/src/release/set-image-digests.ts <component> <folder of digests> <registry> <tag>` */
const [component = "", folder = "", registry = "", tag = ""] = process.argv.slice(2);
writeFileSync(component, withDigests(readFileSync(component, "utf8"), readDigests(folder), registry, tag));
console.log(`${component} has the images of ${tag}`);

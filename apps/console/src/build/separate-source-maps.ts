import { copyFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** How a script or a style sheet names its map, at its end. The map's name need not be that of the file. */
const reference = /\n(?:\/\/|\/\*)# sourceMappingURL=[^\s*]+(?:\s*\*\/)?\s*$/;

/**
 * Moves the source maps below `directory` to `target`, where whoever reads stack traces finds them beside a copy of each file that names one.
 * What is served neither has a map nor names one: browsers are not sent our sources. Returns how many it moved.
 */
export async function separateSourceMaps(directory: string, target: string): Promise<number> {
  const names = await readdir(directory, { recursive: true });
  const maps = names.filter((name) => name.endsWith(".map"));
  const files = names.filter((name) => /\.(js|css)$/.test(name));
  for (const folder of new Set([...maps, ...files].map((name) => dirname(join(target, name))))) {
    await mkdir(folder, { recursive: true });
  }
  await Promise.all([
    ...maps.map((name) => rename(join(directory, name), join(target, name))),
    ...files.map((name) => forgetMap(join(directory, name), join(target, name))),
  ]);
  return maps.length;
}

async function forgetMap(file: string, copy: string): Promise<void> {
  const content = await readFile(file, "utf8");
  if (!reference.test(content)) return;
  await copyFile(file, copy);
  await writeFile(file, content.replace(reference, "\n"));
}

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { separateSourceMaps } from "./separate-source-maps.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "source-maps-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("what is served has no map and names none, and whoever reads traces has both", async () => {
  const served = join(directory, "static");
  const kept = join(directory, "maps");
  await mkdir(join(served, "chunks"), { recursive: true });
  // A map is not always called as the file that names it.
  await writeFile(join(served, "chunks/a.js"), "a();\n\n//# sourceMappingURL=b.js.map");
  await writeFile(join(served, "chunks/b.js.map"), "{}");
  await writeFile(join(served, "page.css"), "a{}\n/*# sourceMappingURL=page.css.map*/");
  await writeFile(join(served, "page.css.map"), "{}");
  await writeFile(join(served, "chunks/plain.js"), "b();");

  expect(await separateSourceMaps(served, kept)).toBe(2);

  expect((await readdir(served, { recursive: true })).sort()).toEqual([
    "chunks",
    "chunks/a.js",
    "chunks/plain.js",
    "page.css",
  ]);
  expect(await readFile(join(served, "chunks/a.js"), "utf8")).toBe("a();\n\n");
  expect(await readFile(join(served, "page.css"), "utf8")).toBe("a{}\n");
  expect((await readdir(kept, { recursive: true })).sort()).toEqual([
    "chunks",
    "chunks/a.js",
    "chunks/b.js.map",
    "page.css",
    "page.css.map",
  ]);
  expect(await readFile(join(kept, "chunks/a.js"), "utf8")).toMatch(/sourceMappingURL=b\.js\.map$/);
});

test("a folder that is not there fails the build", async () => {
  await expect(separateSourceMaps(join(directory, "static"), directory)).rejects.toThrow("ENOENT");
});

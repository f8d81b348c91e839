import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compressStatic } from "./compress-static.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "compress-static-"));
});

afterEach(() => rm(directory, { recursive: true }));

test("every script and style sheet has a copy that unfolds to the same bytes", async () => {
  await mkdir(join(directory, "chunks"));
  const script = `console.log(${JSON.stringify("ready ".repeat(500))});`;
  await writeFile(join(directory, "chunks/page.js"), script);
  await writeFile(join(directory, "page.css"), "");

  expect(await compressStatic(directory)).toBe(2);

  const copy = await readFile(join(directory, "chunks/page.js.br"));
  expect(copy.length).toBeLessThan(script.length / 10);
  expect(brotliDecompressSync(copy).toString()).toBe(script);
  expect(brotliDecompressSync(await readFile(join(directory, "page.css.br")))).toHaveLength(0);
});

test("what is compressed already gets no copy, and a second run copies no copy", async () => {
  await writeFile(join(directory, "font.woff2"), "font");
  await writeFile(join(directory, "page.js"), "1");

  await compressStatic(directory);

  expect(await compressStatic(directory)).toBe(1);
  expect((await readdir(directory)).sort()).toEqual(["font.woff2", "page.js", "page.js.br"]);
});

test("a folder that is not there fails the build", async () => {
  await expect(compressStatic(join(directory, "static"))).rejects.toThrow("ENOENT");
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWholeFile } from "./write-whole-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "horizon-file-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("the file has its text and mode, and nothing lies beside it, whatever was left by an earlier try", () => {
  const file = join(dir, "secret");
  writeFileSync(`${file}.${process.pid}`, "half", { mode: 0o644 });
  writeWholeFile(file, "whole", 0o600);
  expect(readFileSync(file, "utf8")).toBe("whole");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(["secret"]);
});

test("one that cannot be written leaves what was there", () => {
  const file = join(dir, "folder");
  writeWholeFile(join(dir, "kept"), "kept");
  expect(() => writeWholeFile(join(file, "secret"), "whole")).toThrow("ENOENT");
  expect(readdirSync(dir)).toEqual(["kept"]);
});

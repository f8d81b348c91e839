import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeWithParent } from "./remove-with-parent.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "horizon gone "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the folder goes with a process that is killed, with what others wrote meanwhile", async () => {
  const script = `
    const { removeWithParent } = await import(${JSON.stringify(import.meta.resolve("./remove-with-parent.ts"))});
    removeWithParent(${JSON.stringify(folder)});
    console.log("here");
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((here) => parent.stdout.once("data", here));
  parent.kill("SIGKILL");
  await expect.poll(() => existsSync(folder)).toBe(false);
  mkdirSync(folder);
  writeFileSync(join(folder, "last words"), "of one that was still ending");
  await expect.poll(() => existsSync(folder)).toBe(false);
});

test("called off, it removes nothing", async () => {
  const watching = removeWithParent(folder);
  watching();
  expect(existsSync(folder)).toBe(true);
});

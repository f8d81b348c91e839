import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeStartLock } from "./start-lock.ts";

const lockFile = () => join(mkdtempSync(join(tmpdir(), "horizon-lock-")), "start.lock");

test("a second start in the same data folder is refused and leaves the first one's lock", () => {
  const file = lockFile();
  writeFileSync(file, `${process.ppid}\n`);
  expect(() => takeStartLock(file)).toThrow(/already runs/);
  expect(existsSync(file)).toBe(true);
});

test("the lock of a process that died is taken over, and given back", () => {
  const file = lockFile();
  writeFileSync(file, "999999999\n");
  takeStartLock(file)();
  expect(existsSync(file)).toBe(false);
});

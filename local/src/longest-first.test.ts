import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longest } from "./longest-first.ts";
import { root } from "./paths.ts";

test.each(longest)("%s, which is to run early, is there", (path) => {
  expect(existsSync(join(root, path))).toBe(true);
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dataPaths, root } from "./paths.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "horizon-reset-"));
  const { dataDir: _dataDir, lockFile: _lockFile, ...data } = dataPaths({ HORIZON_DATA_DIR: dir });
  for (const path of Object.values(data)) writeFileSync(path, "kept by a start");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const reset = () =>
  spawnSync(process.execPath, [join(root, "local/src/reset.ts")], {
    env: { ...process.env, HORIZON_DATA_DIR: dir },
    encoding: "utf8",
  });

test("a reset leaves nothing that a start had kept", () => {
  expect(reset()).toMatchObject({ status: 0, stdout: "The data is gone; the next start begins anew.\n" });
  expect(readdirSync(dir)).toEqual([]);
});

test("a reset is refused while Horizon runs, and nothing is gone", () => {
  writeFileSync(join(dir, "start.lock"), `${process.pid}\n`);
  const before = readdirSync(dir);
  const refused = reset();
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(`Horizon already runs here (process ${process.pid})`);
  expect(readdirSync(dir)).toEqual(before);
});

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("run-gate.ts", import.meta.url));

/** Runs two gates at once in a process of their own, the first of them live; gives what that said. */
function runTwo(first: string[], second: string[]) {
  const code = `
    import { runGate } from ${JSON.stringify(module)};
    const codes = await Promise.all([
      runGate("one", ${JSON.stringify(first)}, { isLive: true, env: process.env }),
      runGate("two", ${JSON.stringify(second)}, { isLive: false, env: process.env }),
    ]);
    console.log("codes", ...codes);
  `;
  return spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
}
const node = (code: string) => [process.execPath, "-e", code];

test("what a gate says that is not heard live stands together, under its name, with its errors", () => {
  const { stdout } = runTwo(
    node("console.log('a')"),
    node("console.log('b'); console.error('c'); setTimeout(() => { console.log('d'); process.exit(3) }, 50)"),
  );
  expect(stdout).toMatch(/── one ──\n[\s\S]*^a$/m);
  expect(stdout).toMatch(/── two ──\n(b\nc|c\nb)\nd\n/);
  expect(stdout).toMatch(/codes 0 3\n$/);
});

test("a gate that cannot be started has failed, and says why; so has one that was killed", () => {
  const { stdout } = runTwo(node("process.kill(process.pid, 'SIGKILL')"), ["no-such-program"]);
  expect(stdout).toContain("ENOENT");
  expect(stdout).toMatch(/codes 1 1\n$/);
});

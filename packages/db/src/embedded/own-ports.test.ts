import { createServer } from "node:net";
import { expect, test, vi } from "vitest";

/** As another process would have it. */
async function anotherProcess(): Promise<typeof import("./own-ports.ts")> {
  vi.resetModules();
  return import("./own-ports.ts");
}

test("no port is given twice, to whomever and however many are asked for at once", async () => {
  const processes = [await anotherProcess(), await anotherProcess(), await anotherProcess()];
  const given = await Promise.all(processes.flatMap(({ ownPorts }) => [ownPorts(20), ownPorts(5)]));
  expect(given.map((ports) => ports.length)).toEqual([20, 5, 20, 5, 20, 5]);
  expect(new Set(given.flat()).size).toBe(75);
});

test("a port that another program listens on is passed over", async () => {
  const { ownPorts } = await anotherProcess();
  const [one = 0] = await ownPorts(1);
  const taken = createServer();
  await new Promise<void>((listening) => taken.listen(one + 1, "127.0.0.1", listening));
  expect(await ownPorts(2)).not.toContain(one + 1);
  await new Promise((closed) => taken.close(closed));
});

import { readdirSync } from "node:fs";
import { getPriority } from "node:os";
import { hash } from "@node-rs/argon2";
import { afterAll, expect, test } from "vitest";
import { createArgon2Threads } from "./argon2-threads.ts";

const niceness = 7;
const threads = createArgon2Threads({ niceness });
afterAll(() => threads.close());

test("what is hashed in a thread is verified in one, and is what Argon2 makes anywhere", async () => {
  const [mine, elsewhere] = await Promise.all([
    threads.hash("gravel moth lantern"),
    hash("gravel moth lantern"),
  ]);
  expect(mine).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(
    await Promise.all([
      threads.verify(mine, "gravel moth lantern"),
      threads.verify(mine, "gravel moth lanterN"),
      threads.verify(elsewhere, "gravel moth lantern"),
    ]),
  ).toEqual([true, false, true]);
});

test("hashing gives way: its threads have a priority of their own, the event loop keeps its", async () => {
  await threads.hash("gravel moth lantern");
  const isLinux = process.platform === "linux";
  const priorities = isLinux ? readdirSync("/proc/self/task").map((id) => getPriority(Number(id))) : [];
  expect(priorities.includes(niceness)).toBe(isLinux);
  expect(getPriority()).not.toBe(niceness);
});

test("what is no hash fails, and the thread goes on", async () => {
  await expect(threads.verify("no hash", "gravel moth lantern")).rejects.toThrow();
  expect(await threads.hash("gravel moth lantern")).toContain("argon2id");
});

test("what is at work when the threads are closed fails and is not waited for", async () => {
  const closing = createArgon2Threads({ niceness: 0 });
  const lost = expect(closing.hash("gravel moth lantern")).rejects.toThrow("has ended");
  await closing.close();
  await lost;
});

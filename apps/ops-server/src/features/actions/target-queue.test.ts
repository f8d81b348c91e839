import { expect, it } from "vitest";
import { createTargetQueue } from "./target-queue.ts";

it("runs tasks on one target in order, also after one that failed, and other targets at once", async () => {
  const queue = createTargetQueue();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = queue.run("a", async () => {
    await gate.promise;
    log.push("a1");
    throw new Error("refused");
  });
  const second = queue.run("a", async () => log.push("a2"));
  await queue.run("b", async () => log.push("b1"));
  gate.resolve();
  await expect(first).rejects.toThrow("refused");
  await second;
  expect(log).toEqual(["b1", "a1", "a2"]);
});

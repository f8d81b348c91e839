import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurnGate } from "./turn-gate.ts";

describe("createTurnGate", () => {
  it("lets no more than its number pass in a turn, and everybody in order in the end", async () => {
    const passGate = createTurnGate(2);
    const passed: number[] = [];
    const all = Promise.all([1, 2, 3, 4, 5].map((caller) => passGate().then(() => passed.push(caller))));
    const afterTurns: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await setImmediate();
      afterTurns.push(passed.length);
    }
    await all;
    expect(passed).toEqual([1, 2, 3, 4, 5]);
    const perTurn = afterTurns.map((count, turn) => count - (afterTurns[turn - 1] ?? 0));
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(2);
  });

  it("opens again for those who come after a crowd has passed", async () => {
    const passGate = createTurnGate(1);
    await Promise.all([passGate(), passGate()]);
    await expect(passGate()).resolves.toBeUndefined();
  });
});

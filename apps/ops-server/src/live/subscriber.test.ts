import { describe, expect, it } from "vitest";
import type { TopicMessage } from "./coalescing-map.ts";
import { createSubscriber, type FreshnessMessage } from "./subscriber.ts";

const topic = "workloads:production";
const rows = (seq: number, ready: number): TopicMessage => ({
  type: "rows",
  topic,
  seq,
  rows: [{ row: { key: "a", ready }, changed: null }],
  removed: [],
});
const freshnessAt = (at: string): FreshnessMessage => ({
  type: "freshness",
  environments: {},
  databaseSilentSince: null,
  at,
});
const start = { epoch: "e", seq: 0 };
const open = () => createSubscriber(new Set([topic]), false, start);

describe("subscriber", () => {
  it("hands a reader that keeps up the very object that every other reader gets", async () => {
    const message = rows(1, 1);
    const subscriber = open();
    subscriber.deliver({ messages: [message], position: { epoch: "e", seq: 1 } });
    const delivery = await subscriber.next(new AbortController().signal);
    expect(delivery?.messages[0]).toBe(message);
    expect(delivery?.position).toEqual({ epoch: "e", seq: 1 });
  });

  it("folds what a slow reader did not take, and loses no state", async () => {
    const subscriber = open();
    for (let seq = 1; seq <= 1_000; seq += 1) {
      subscriber.deliver({ messages: [rows(seq, seq)], position: { epoch: "e", seq } });
      subscriber.deliverFreshness(freshnessAt(`t${seq}`));
    }
    const delivery = await subscriber.next(new AbortController().signal);
    expect(delivery?.messages).toEqual([rows(1_000, 1_000), freshnessAt("t1000")]);
    expect(delivery?.position.seq).toBe(1_000);
  });

  it("wakes a waiting reader, and lets it go when its signal aborts", async () => {
    const subscriber = open();
    const controller = new AbortController();
    const waiting = subscriber.next(controller.signal);
    subscriber.deliver({ messages: [rows(1, 1)], position: { epoch: "e", seq: 1 } });
    expect((await waiting)?.messages).toHaveLength(1);
    const abandoned = subscriber.next(controller.signal);
    controller.abort();
    expect(await abandoned).toBeNull();
  });
});

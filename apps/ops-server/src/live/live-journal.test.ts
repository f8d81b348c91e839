import { describe, expect, it } from "vitest";
import type { LiveChange } from "./live-change.ts";
import { createLiveJournal } from "./live-journal.ts";

const upsert = (key: string, text = ""): LiveChange => ({
  topic: "workloads:production",
  type: "upsert",
  row: { key, text },
  changed: null,
});

describe("live journal", () => {
  it("gives back exactly the changes after a position, in order", () => {
    const journal = createLiveJournal("e1");
    journal.append(upsert("a"));
    const position = journal.position();
    journal.append(upsert("b"));
    journal.append(upsert("c"));
    expect(journal.changesSince(position)?.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(journal.changesSince(journal.position())).toEqual([]);
  });

  it("does not serve a position of another process, nor one that it has not reached", () => {
    const journal = createLiveJournal("e1");
    journal.append(upsert("a"));
    expect(journal.changesSince({ epoch: "e0", seq: 1 })).toBeNull();
    expect(journal.changesSince({ epoch: "e1", seq: 2 })).toBeNull();
  });

  it("says so when the changes asked for were dropped, rather than serving a gap", () => {
    const journal = createLiveJournal("e1", { entries: 3, bytes: 1e6 });
    for (const key of ["a", "b", "c", "d", "e"]) journal.append(upsert(key));
    expect(journal.changesSince({ epoch: "e1", seq: 1 })).toBeNull();
    expect(journal.changesSince({ epoch: "e1", seq: 2 })?.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(journal.stats().entries).toBe(3);
  });

  it("keeps within its bytes by dropping the oldest", () => {
    const journal = createLiveJournal("e1", { entries: 1_000, bytes: 5_000 });
    for (let index = 0; index < 100; index += 1) journal.append(upsert(`k${index}`, "x".repeat(500)));
    expect(journal.stats().bytes).toBeLessThanOrEqual(5_000);
    expect(journal.stats().entries).toBeGreaterThan(5);
    const newest = journal.changesSince({ epoch: "e1", seq: 99 });
    expect(newest?.map(({ seq }) => seq)).toEqual([100]);
  });
});

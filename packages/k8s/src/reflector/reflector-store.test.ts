import { describe, expect, it } from "vitest";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import { createReflectorStore } from "./reflector-store.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const objectAt = (uid: string, second: number): KubeObject => ({
  metadata: { name: uid, uid, resourceVersion: "1", creationTimestamp: at(second) },
});
const listOf = (...seconds: number[]) => new Map(seconds.map((second) => [`e${second}`, at(second)]));

describe("a reflector's store that keeps the newest alone", () => {
  const create = (limit: number) =>
    createReflectorStore<string>({
      project: ({ metadata }) => metadata.creationTimestamp,
      isEqual: (left, right) => left === right,
      retention: { limit, timeOf: Date.parse },
    });
  const keysOf = (changes: { op: string; key: string }[]) => changes.map(({ op, key }) => `${op} ${key}`);

  it("reports all of a list, and keeps the newest of it, whatever its order", () => {
    const store = create(2);
    expect(keysOf(store.replaceAll(listOf(3, 1, 4, 2)))).toEqual([
      "upsert e1",
      "upsert e2",
      "upsert e3",
      "upsert e4",
    ]);
    expect([...store.items.keys()]).toEqual(["e3", "e4"]);
  });

  it("lets go of what was not seen for longest, and says nothing when the cluster removes it later", () => {
    const store = create(2);
    for (const second of [1, 2]) store.apply("ADDED", objectAt(`e${second}`, second));
    store.apply("MODIFIED", objectAt("e1", 3));
    store.apply("ADDED", objectAt("e4", 4));
    expect([...store.items.keys()]).toEqual(["e1", "e4"]);
    expect(store.apply("DELETED", objectAt("e2", 2))).toBeUndefined();
    expect(store.apply("DELETED", objectAt("e1", 3))).toMatchObject({ op: "remove", key: "e1" });
    expect([...store.items.keys()]).toEqual(["e4"]);
  });

  it("reports of a list anew what has gone and what is newer than what it let go of, that moment included", () => {
    const store = create(2);
    store.replaceAll(listOf(1, 2, 3, 4));
    expect(keysOf(store.replaceAll(listOf(1, 2, 4, 5, 6, 7)))).toEqual([
      "remove e3",
      "upsert e2",
      "upsert e5",
      "upsert e6",
      "upsert e7",
    ]);
    expect([...store.items.keys()]).toEqual(["e6", "e7"]);
  });

  it("does not even collect while listing what it let go of", () => {
    const store = create(2);
    store.replaceAll(listOf(1, 2, 3, 4));
    const listed = [1, 2, 3, 5].map((second) => store.projectListed(objectAt(`e${second}`, second)));
    expect(listed).toEqual([undefined, at(2), at(3), at(5)]);
  });

  it("reports what was let go of when it happens again", () => {
    const store = create(1);
    store.replaceAll(listOf(1, 2));
    expect(store.apply("MODIFIED", objectAt("e1", 5))).toMatchObject({ op: "upsert", key: "e1" });
    expect([...store.items.keys()]).toEqual(["e1"]);
  });
});

import { expect, test } from "vitest";
import { isEventOfWorkload } from "./is-event-of-workload.ts";

const web = { kind: "Deployment", name: "web", autoscaler: "web-hpa" };
const long = { kind: "Rollout", name: `a${"-very-long-name".repeat(4)}` };
/** 50 characters: of the hash, only a part is left in the names of its pods. */
const cutInHash = { kind: "Rollout", name: "a".repeat(50) };

test.each([
  [web, "Deployment", "web", true],
  [web, "Rollout", "web", false],
  [web, "HorizontalPodAutoscaler", "web-hpa", true],
  [web, "HorizontalPodAutoscaler", "web", false],
  [{ ...web, autoscaler: undefined }, "HorizontalPodAutoscaler", "web", true],
  [web, "ReplicaSet", "web-6f7d8c", true],
  [web, "ReplicaSet", "web-admin-6f7d8c", false],
  [web, "Pod", "web-6f7d8c-x2x4z", true],
  [web, "Pod", "web-admin-6f7d8c-x2x4z", false],
  [web, "Pod", "web-1", false],
  [{ ...web, name: "web.api" }, "Pod", "webxapi-6f7d8c-x2x4z", false],
  [long, "Pod", `${`${long.name}-6f7d8c9b4-`.slice(0, 58)}x2x4z`, true],
  [cutInHash, "Pod", `${cutInHash.name}-6f7d8c9x2x4z`, true],
  [cutInHash, "Pod", `${cutInHash.name.slice(1)}b-6f7d8c9x2x4z`, false],
])("of %o is %s %s: %s", (workload, kind, name, expected) => {
  expect(isEventOfWorkload({ kind, name }, workload)).toBe(expected);
});

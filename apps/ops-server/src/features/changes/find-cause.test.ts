import type { ChangeDraft } from "@horizon/k8s";
import { describe, expect, it } from "vitest";
import { findCause } from "./find-cause.ts";

const draft: ChangeDraft = {
  at: "2026-01-01T12:00:10.000Z",
  environment: "production",
  cluster: "production",
  namespace: "shop",
  kind: "Rollout",
  name: "api",
  uid: "u1",
  resourceVersion: "42",
  service: "api",
  type: "rollout",
  summary: "api moved to step 3 of 6 (25 %)",
  fields: [],
};
type Candidate = NonNullable<Parameters<typeof findCause>[1][number]>;
const intent = (change: Partial<Candidate> = {}): Candidate => ({
  environment: "production",
  namespace: "shop",
  name: "api",
  kind: "Rollout",
  action: "rollout.promote",
  state: "accepted",
  actedAt: new Date("2026-01-01T12:00:09.000Z"),
  response: null,
  observedAt: null,
  ...change,
});

describe("findCause", () => {
  it.each<[string, Partial<Candidate>, boolean]>([
    ["an action on the object just before", {}, true],
    ["another object", { name: "billing" }, false],
    ["another environment's object of that name", { environment: "staging" }, false],
    ["an action that cannot do this", { action: "workload.scale" }, false],
    ["an action that was never sent", { actedAt: null }, false],
    ["an action that the cluster refused", { state: "failed" }, false],
    ["an action of long ago", { actedAt: new Date("2026-01-01T11:50:00.000Z") }, false],
    ["an action that came later", { actedAt: new Date("2026-01-01T12:00:20.000Z") }, false],
    ["an action that had its effect long ago", { observedAt: new Date("2026-01-01T12:00:02.000Z") }, false],
  ])("%s: %o is the cause: %s", (_case, change, isCause) => {
    expect(findCause(draft, [intent(change)]) !== null).toBe(isCause);
  });

  const image = { path: "spec.template.spec.containers[api].image", before: "api:2.0.0", after: "api:1.0.0" };
  it.each([
    ["another image", [image], true],
    ["the workload itself, which no action makes", [], false],
  ])("a rollback just before brought %s: %o", (_what, fields, isCause) => {
    const rollBack = intent({ action: "workload.rollBack" });
    expect(findCause({ ...draft, type: "deploy", fields }, [rollBack]) !== null).toBe(isCause);
  });

  it("prefers the action whose write has the version of the change", () => {
    const writer = intent({ response: { resourceVersion: "42" } });
    expect(findCause(draft, [intent(), writer])).toBe(writer);
  });
});

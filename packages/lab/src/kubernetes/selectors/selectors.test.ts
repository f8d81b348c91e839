import { describe, expect, it } from "vitest";
import { createResourceRegistry } from "../store/resource-registry.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { type LabelSelector, matchesSelector, parseLabelSelector } from "./label-selector.ts";

describe("label selector", () => {
  const labels = { app: "web", tier: "front", weight: "20" };

  it.each([
    ["", true],
    ["app=web", true],
    ["app==web,tier=front", true],
    ["app=api", false],
    ["app!=api", true],
    ["missing!=x", true],
    ["app in (api, web)", true],
    ["app in (api)", false],
    ["app notin (api,web),tier", false],
    ["missing notin (x)", true],
    ["tier", true],
    ["!tier", false],
    ["!missing", true],
    ["weight>10", true],
    ["weight<10", false],
    ["app in (web),weight>10,!missing", true],
  ])("%s is %s", (text, expected) => {
    expect(parseLabelSelector(text)(labels)).toBe(expected);
  });

  it.each(["app=web=x", "in (a)", "app in a", "=x", "a b"])("refuses %s", (text) => {
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ code: 400 }));
  });

  it.each<[LabelSelector | undefined, boolean]>([
    [{ matchLabels: { app: "web" } }, true],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] }, false],
    [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["api"] }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
    [{}, true],
    [undefined, false],
  ])("the selector %j of a spec is %s", (selector, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected);
  });
});

describe("field selector", () => {
  const registry = createResourceRegistry();
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", namespace: "b", uid: "", resourceVersion: "", creationTimestamp: "" },
    spec: { nodeName: "n1" },
    status: { phase: "Running" },
  };

  it.each([
    ["status.phase=Running,spec.nodeName=n1", true],
    ["status.phase!=Running", false],
    ["metadata.name==a,metadata.namespace=b", true],
    ["spec.nodeName=", false],
  ])("%s is %s", (text, expected) => {
    expect(parseFieldSelector(text, registry.get("pods"))(pod)).toBe(expected);
  });

  it("refuses a field that the kind is not selected by", () => {
    const refuse = () => parseFieldSelector("spec.replicas=1", registry.get("deployments.apps"));
    expect(refuse).toThrow(expect.objectContaining({ code: 400 }));
  });
});

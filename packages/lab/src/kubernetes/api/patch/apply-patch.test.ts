import { describe, expect, it } from "vitest";
import { applyPatch, parsePatch, patchTypeOf } from "./apply-patch.ts";

const container = (name: string, image: string, extra: object = {}) => ({ name, image, ...extra });
const pod = (containers: object[]) => ({ spec: { containers } });
const strategic = (target: unknown, patch: unknown) => applyPatch(target, patch, "strategic");

describe("strategic merge patch", () => {
  it("merges containers by name and leaves the others alone", () => {
    const after = strategic(
      pod([container("a", "a:1", { env: [{ name: "X", value: "1" }] }), container("b", "b:1")]),
      {
        spec: { containers: [{ name: "a", image: "a:2", env: [{ name: "Y", value: "2" }] }] },
      },
    );
    const env = [
      { name: "X", value: "1" },
      { name: "Y", value: "2" },
    ];
    expect(after).toEqual(pod([container("a", "a:2", { env }), container("b", "b:1")]));
  });

  it.each([
    ["$patch: delete removes one item", [{ name: "a", $patch: "delete" }], [container("b", "b:1")]],
    [
      "$patch: replace replaces the list",
      [{ $patch: "replace" }, container("c", "c:1")],
      [container("c", "c:1")],
    ],
    [
      "$patch: replace on an item replaces that item",
      [{ name: "b", $patch: "replace", image: "x" }],
      [container("a", "a:1"), { name: "b", image: "x" }],
    ],
  ])("%s", (_, containers, expected) => {
    const before = pod([container("a", "a:1"), container("b", "b:1")]);
    expect(strategic(before, { spec: { containers } })).toEqual(pod(expected));
  });

  it("orders a list as $setElementOrder says", () => {
    const patch = {
      spec: {
        "$setElementOrder/containers": [{ name: "b" }, { name: "a" }],
        containers: [{ name: "b", image: "b:2" }],
      },
    };
    const after = strategic(pod([container("a", "a:1"), container("b", "b:1")]), patch);
    expect(after).toEqual(pod([container("b", "b:2"), container("a", "a:1")]));
  });

  it("keeps only what $retainKeys names", () => {
    const patch = { strategy: { $retainKeys: ["type"], type: "Recreate" } };
    expect(strategic({ strategy: { type: "RollingUpdate", rollingUpdate: {} } }, patch)).toEqual({
      strategy: { type: "Recreate" },
    });
  });

  it("merges finalizers as a set and removes from it", () => {
    expect(strategic({ finalizers: ["a", "b"] }, { finalizers: ["b", "c"] })).toEqual({
      finalizers: ["a", "b", "c"],
    });
    const patch = { "$deleteFromPrimitiveList/finalizers": ["a"] };
    expect(strategic({ finalizers: ["a", "b"] }, patch)).toEqual({ finalizers: ["b"] });
  });

  it.each([
    [
      "container ports",
      { ports: [{ containerPort: 80, name: "http" }] },
      { ports: [{ containerPort: 80, name: "web" }] },
    ],
    ["service ports", { ports: [{ port: 80, name: "http" }] }, { ports: [{ port: 80, name: "web" }] }],
    [
      "conditions",
      { conditions: [{ type: "Ready", status: "False" }] },
      { conditions: [{ type: "Ready", status: "True" }] },
    ],
    [
      "volume mounts",
      { volumeMounts: [{ mountPath: "/a", name: "x" }] },
      { volumeMounts: [{ mountPath: "/a", name: "y" }] },
    ],
  ])("merges %s by their key", (_, before, patch) => {
    expect(strategic(before, patch)).toEqual(patch);
  });

  it("replaces lists without a merge key, as tolerations and args are", () => {
    const before = { tolerations: [{ key: "a" }], args: ["1", "2"] };
    const patch = { tolerations: [{ key: "b" }], args: ["3"] };
    expect(strategic(before, patch)).toEqual(patch);
  });

  it("refuses an item without its merge key", () => {
    expect(() => strategic(pod([]), { spec: { containers: [{ image: "x" }] } })).toThrow(/merge key: name/);
  });

  it("does not change its input", () => {
    const before = pod([container("a", "a:1")]);
    strategic(before, { spec: { containers: [{ name: "a", image: "a:2" }] } });
    expect(before).toEqual(pod([container("a", "a:1")]));
  });
});

describe("merge patch", () => {
  it("removes with null and replaces lists", () => {
    const after = applyPatch(
      { a: 1, b: { c: 1, d: 2 }, l: [1, 2] },
      { a: null, b: { c: 3 }, l: [9] },
      "merge",
    );
    expect(after).toEqual({ b: { c: 3, d: 2 }, l: [9] });
  });
});

describe("JSON patch", () => {
  const json = (patch: unknown) => applyPatch({ spec: { replicas: 1 } }, patch, "json");

  it("applies operations in order", () => {
    const patch = [
      { op: "test", path: "/spec/replicas", value: 1 },
      { op: "replace", path: "/spec/replicas", value: 2 },
    ];
    expect(json(patch)).toEqual({ spec: { replicas: 2 } });
  });

  it.each([
    ["a failed test", [{ op: "test", path: "/spec/replicas", value: 5 }]],
    ["a missing path", [{ op: "remove", path: "/spec/nothing" }]],
    ["an unknown operation", [{ op: "grow", path: "/spec" }]],
  ])("answers 422 to %s", (_, patch) => {
    expect(() => json(patch)).toThrow(expect.objectContaining({ code: 422 }));
  });

  it("answers 400 to a body that is no list", () => {
    expect(() => json({})).toThrow(expect.objectContaining({ code: 400 }));
  });
});

describe("patch types", () => {
  it("answers 415 to a strategic merge of a custom kind and to an unknown type", () => {
    const unsupported = expect.objectContaining({ code: 415 });
    expect(() => patchTypeOf("application/strategic-merge-patch+json", true)).toThrow(unsupported);
    expect(() => patchTypeOf("application/json", false)).toThrow(unsupported);
  });

  it("answers 400 to a malformed body", () => {
    expect(() => parsePatch("{", "merge")).toThrow(expect.objectContaining({ code: 400 }));
  });
});

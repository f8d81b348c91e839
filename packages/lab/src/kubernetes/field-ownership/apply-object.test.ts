import { describe, expect, it } from "vitest";
import type { KubeObject } from "../store/object-store.ts";
import { createResourceRegistry } from "../store/resource-registry.ts";
import { applyObject, newlyApplied } from "./apply-object.ts";
import { trackUpdate } from "./track-update.ts";

const kinds = createResourceRegistry();
const deployments = kinds.get("deployments.apps");
const NOW = Date.UTC(2026, 0, 5);

interface Entry {
  manager: string;
  operation: string;
  fieldsV1: object;
}

const container = (name: string, fields: object = {}) => ({ name, image: `${name}:1`, ...fields });
const deployment = (spec: object, containers: object[] = [container("web")], metadata: object = {}) =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", ...metadata },
    spec: { ...spec, template: { spec: { containers } } },
  }) as unknown as KubeObject;

const applier = (name: string) => ({ name, operation: "Apply" as const });
const create = (manifest: KubeObject, by = "ann") =>
  newlyApplied(deployments, manifest, { manager: applier(by), nowMs: NOW });
const apply = (live: KubeObject, manifest: KubeObject, by = "ann", force = false) =>
  applyObject(deployments, live, manifest, { manager: applier(by), force, nowMs: NOW });
const update = (live: KubeObject, next: KubeObject, by: string) =>
  trackUpdate(deployments, live, next, { name: by, operation: "Update" }, NOW);
const entries = (object: KubeObject) => object.metadata.managedFields as Entry[];
const fieldsOf = (object: KubeObject, manager: string) =>
  entries(object).find((entry) => entry.manager === manager)?.fieldsV1;
const containersOf = (object: KubeObject) =>
  (object.spec as { template: { spec: { containers: object[] } } }).template.spec.containers;

describe("applying", () => {
  it("owns the leaves of the manifest, and items of lists by their keys", () => {
    const ports = [{ containerPort: 80 }];
    const made = create(
      deployment({ replicas: 2, selector: { matchLabels: { a: "b" } } }, [container("web", { ports })], {
        labels: { a: "b" },
      }),
    );
    expect(fieldsOf(made, "ann")).toEqual({
      "f:metadata": { "f:labels": { "f:a": {} } },
      "f:spec": {
        "f:replicas": {},
        "f:selector": {},
        "f:template": {
          "f:spec": {
            "f:containers": {
              'k:{"name":"web"}': {
                ".": {},
                "f:image": {},
                "f:name": {},
                "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} } },
              },
            },
          },
        },
      },
    });
  });

  it("changes nothing when it is done again", () => {
    const manifest = deployment({ replicas: 2 });
    const made = create(manifest);
    expect(apply(made, manifest)).toEqual(made);
  });

  it("removes what it no longer says, and leaves what others own or nobody does", () => {
    const made = create(
      deployment({ replicas: 2, paused: true }, [container("web"), container("proxy"), container("log")]),
    );
    const live = update(made, { ...made, spec: { ...(made.spec as object), minReadySeconds: 5 } }, "bob");
    const proxy = containersOf(live).map((item) =>
      "name" in item && item.name === "proxy" ? { ...item, tty: true } : item,
    );
    const touched = update(
      live,
      { ...live, spec: { ...(live.spec as object), template: { spec: { containers: proxy } } } },
      "bob",
    );
    const after = apply(touched, deployment({ replicas: 3 }));
    expect(after.spec).toMatchObject({ replicas: 3, minReadySeconds: 5 });
    expect(after.spec).not.toHaveProperty("paused");
    // Bob's field keeps its item, of which nothing is left that only Ann said.
    expect(containersOf(after).map((item) => (item as { name?: string }).name)).not.toContain("log");
    expect(containersOf(after)).toContainEqual(expect.objectContaining({ tty: true }));
  });

  it("keeps the order of the manifest, and what others added in its place", () => {
    const made = create(deployment({}, [container("a"), container("b")]));
    const added = deployment({}, [container("a"), container("x"), container("b")]);
    const live = update(made, { ...added, metadata: made.metadata }, "bob");
    const after = apply(live, deployment({}, [container("b"), container("c"), container("a")]));
    expect(containersOf(after)).toMatchObject([{ name: "x" }, { name: "b" }, { name: "c" }, { name: "a" }]);
  });

  it("keeps the metadata of an object of which it says nothing any more", () => {
    const configMaps = kinds.get("configmaps");
    const manifest = (data?: object) =>
      ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", ...(data ? { labels: { a: "b" } } : {}) },
        ...(data ? { data } : {}),
      }) as unknown as KubeObject;
    const made = newlyApplied(configMaps, manifest({ a: "b" }), { manager: applier("ann"), nowMs: NOW });
    const after = applyObject(configMaps, made, manifest(), {
      manager: applier("ann"),
      force: false,
      nowMs: NOW,
    });
    expect(after).toMatchObject({ metadata: { name: "c" } });
    expect(after).not.toHaveProperty("data");
    expect(after.metadata).not.toHaveProperty("labels");
  });
});

describe("conflicts", () => {
  const made = create(deployment({ replicas: 2, minReadySeconds: 1 }));

  it("are 409 with the field and its owner, and change nothing", () => {
    const refused = () => apply(made, deployment({ replicas: 5 }), "bob");
    expect(refused).toThrow('Apply failed with 1 conflict: conflict with "ann": .spec.replicas');
    const live = update(made, { ...made, spec: { ...(made.spec as object), replicas: 9 } }, "hpa");
    try {
      apply(live, deployment({ replicas: 2 }));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 409,
        reason: "Conflict",
        details: {
          causes: [
            {
              reason: "FieldManagerConflict",
              field: ".spec.replicas",
              message: 'conflict with "hpa" using apps/v1',
            },
          ],
        },
      });
    }
  });

  it("are listed by owner", () => {
    const images = [container("web", { image: "web:2" })];
    expect(() => apply(made, deployment({ replicas: 5 }, images), "bob")).toThrow(
      'Apply failed with 2 conflicts: conflicts with "ann":\n- .spec.replicas\n- .spec.template.spec.containers[name="web"].image',
    );
  });

  it("do not arise for the same value, which both then own", () => {
    const shared = apply(made, deployment({ replicas: 2 }), "bob");
    expect(fieldsOf(shared, "ann")).toMatchObject({ "f:spec": { "f:replicas": {} } });
    expect(fieldsOf(shared, "bob")).toMatchObject({ "f:spec": { "f:replicas": {} } });
    // One of two owners gives it up: it stays.
    expect(apply(shared, deployment({ minReadySeconds: 1 })).spec).toMatchObject({ replicas: 2 });
  });

  it("are taken over by force", () => {
    const forced = apply(made, deployment({ replicas: 5 }), "bob", true);
    expect(forced.spec).toMatchObject({ replicas: 5, minReadySeconds: 1 });
    expect(fieldsOf(forced, "ann")).not.toHaveProperty(["f:spec", "f:replicas"]);
  });

  it("protect what was there before anybody applied", () => {
    expect(() => apply(deployment({ replicas: 2 }), deployment({ replicas: 3 }))).toThrow(
      'conflict with "before-first-apply" using apps/v1: .spec.replicas',
    );
  });
});

describe("an update", () => {
  it("takes what it changes from those who applied", () => {
    const made = create(deployment({ replicas: 2 }));
    const live = update(made, { ...made, spec: { ...(made.spec as object), replicas: 4 } }, "kubectl-scale");
    expect(entries(live).map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
      "ann Apply",
      "kubectl-scale Update",
    ]);
    expect(fieldsOf(live, "kubectl-scale")).toEqual({ "f:spec": { "f:replicas": {} } });
    expect(fieldsOf(live, "ann")).not.toHaveProperty(["f:spec", "f:replicas"]);
  });

  it("may set who owns what, or forget it", () => {
    const made = create(deployment({ replicas: 2 }));
    const forgotten = { ...made, metadata: { ...made.metadata, managedFields: [{}] } };
    expect(update(made, forgotten, "bob").metadata.managedFields).toBeUndefined();
  });
});

describe("a manifest that cannot be applied", () => {
  it("names an item twice, or one without its key", () => {
    const made = create(deployment({}));
    const twice = deployment({}, [container("web"), container("web")]);
    expect(() => apply(made, twice)).toThrow(
      '.spec.template.spec.containers: duplicate entries for key [name="web"]',
    );
    expect(() => apply(made, deployment({}, [{ image: "a" }]))).toThrow(/omits key field "name"/);
  });
});

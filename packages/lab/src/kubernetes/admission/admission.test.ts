import { beforeEach, describe, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "../../world/clock.ts";
import { createControllerManager } from "../controllers/controller-runtime.ts";
import { createResourceQuotaController } from "../controllers/resource-quota-controller.ts";
import { createObjectStore } from "../store/create-object-store.ts";
import type { KubeObject } from "../store/object-store.ts";
import { createResourceRegistry } from "../store/resource-registry.ts";
import type { VersionedObjectStore } from "../store/versioned-object-store.ts";
import type { ResourceQuota } from "./resource-quota.ts";

let clock: ManualClock;
let store: VersionedObjectStore;
beforeEach(() => {
  clock = createManualClock();
  store = createObjectStore({ clock, registry: createResourceRegistry() });
  const manager = createControllerManager({ store, clock });
  manager.register(createResourceQuotaController({ store, clock }));
  manager.start();
});

type Manifest = Parameters<VersionedObjectStore["create"]>[1];
const create = (resource: string, name: string, fields: object) =>
  store.create(resource, {
    apiVersion: "v1",
    kind: store.list(resource)[0]?.kind ?? "",
    metadata: { name, namespace: "shop" },
    ...fields,
  } as Manifest);

interface Resources {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}
const pod = (name: string, resources: Resources = {}, spec: object = {}) =>
  create("pods", name, { spec: { containers: [{ name: "a", image: "a", resources }], ...spec } });
function quota(hard: Record<string, string>, spec: object = {}): () => Record<string, string> | undefined {
  create("resourcequotas", "q", { spec: { hard, ...spec } });
  clock.advance(0);
  return () => store.find<ResourceQuota>("resourcequotas", "shop", "q")?.status?.used;
}

describe("a quota", () => {
  it("is charged for what is made, refuses what is too much, and gets back what went", () => {
    const used = quota({ pods: "2", "requests.cpu": "1", "limits.memory": "1Gi" });
    pod("a", { requests: { cpu: "600m" }, limits: { memory: "512Mi" } });
    expect(used()).toEqual({ pods: "1", "requests.cpu": "600m", "limits.memory": "512Mi" });
    expect(() => pod("b", { requests: { cpu: "500m" }, limits: { memory: "600Mi" } })).toThrow(
      'pods "b" is forbidden: exceeded quota: q, requested: limits.memory=600Mi,requests.cpu=500m, used: limits.memory=512Mi,requests.cpu=600m, limited: limits.memory=1Gi,requests.cpu=1',
    );
    expect(used()?.pods).toBe("1");
    store.delete("pods", "shop", "a");
    expect(used()?.pods).toBe("1");
    clock.advance(10_000);
    expect(used()).toEqual({ pods: "0", "requests.cpu": "0", "limits.memory": "0" });
  });

  it("wants every container to say what is bounded", () => {
    quota({ "limits.cpu": "1", "requests.memory": "1Gi" });
    expect(() => pod("a", { limits: { cpu: "1" } })).toThrow(
      'pods "a" is forbidden: failed quota: q: must specify requests.memory for: a',
    );
    expect(() => pod("a")).toThrow("must specify limits.cpu for: a; requests.memory for: a");
  });

  it("admits nothing before it was counted", () => {
    create("resourcequotas", "q", { spec: { hard: { pods: "1" } } });
    expect(() => pod("a")).toThrow('pods "a" is forbidden: status unknown for quota: q, resources: pods');
    clock.advance(0);
    expect(pod("a").metadata.name).toBe("a");
  });

  it("counts objects by their kinds, and what is there already", () => {
    create("configmaps", "there", {});
    const used = quota({ configmaps: "2", "count/deployments.apps": "0", "services.loadbalancers": "0" });
    expect(used()).toEqual({ configmaps: "1", "count/deployments.apps": "0", "services.loadbalancers": "0" });
    create("services", "in", { spec: { ports: [{ port: 1 }] } });
    expect(() => create("services", "out", { spec: { type: "LoadBalancer", ports: [{ port: 1 }] } })).toThrow(
      'services "out" is forbidden: exceeded quota: q, requested: services.loadbalancers=1, used: services.loadbalancers=0, limited: services.loadbalancers=0',
    );
    expect(() => create("deployments.apps", "web", { spec: {} })).toThrow(
      'deployments.apps "web" is forbidden: exceeded quota: q, requested: count/deployments.apps=1',
    );
  });

  it("counts custom kinds, and none of a kind that is not served", () => {
    create("rollouts.argoproj.io", "there", { spec: {} });
    const used = quota({ "count/rollouts.argoproj.io": "1", "count/pools.example.com": "1" });
    expect(used()).toEqual({ "count/rollouts.argoproj.io": "1", "count/pools.example.com": "0" });
    expect(() => create("rollouts.argoproj.io", "more", { spec: {} })).toThrow("exceeded quota: q");
  });

  it("costs nothing when nothing is stored, and another namespace never", () => {
    const used = quota({ pods: "1" });
    const spec = { containers: [{ name: "a", image: "a" }] };
    const elsewhere = { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "other" }, spec };
    store.create("pods", elsewhere);
    store.create("pods", { ...elsewhere, metadata: { name: "a", namespace: "shop" } }, { dryRun: true });
    expect(used()).toEqual({ pods: "0" });
  });

  const SCOPES: [what: string, spec: object, isCharged: boolean][] = [
    ["best effort", { scopes: ["BestEffort"] }, false],
    ["not best effort", { scopes: ["NotBestEffort"] }, true],
    ["not terminating", { scopes: ["NotTerminating"] }, true],
    ["terminating", { scopes: ["Terminating"] }, false],
    [
      "a priority",
      {
        scopeSelector: {
          matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }],
        },
      },
      false,
    ],
  ];
  it.each(SCOPES)("speaks of pods of its scope: %s", (_, spec, isCharged) => {
    const used = quota({ pods: "1" }, spec);
    pod("a", { requests: { cpu: "1" } });
    expect(used()).toEqual({ pods: isCharged ? "1" : "0" });
  });
});

describe("a limit range", () => {
  const limit = (item: object) =>
    create("limitranges", "l", { spec: { limits: [{ type: "Container", ...item }] } });
  const resourcesOf = ({ spec }: KubeObject) =>
    (spec as { containers: { resources: Resources }[] }).containers[0]?.resources;

  it("fills in what containers leave out, and says so", () => {
    limit({ default: { cpu: "500m", memory: "512Mi" }, defaultRequest: { cpu: "250m" } });
    const made = pod("a", { requests: { memory: "256Mi" } });
    expect(resourcesOf(made)).toEqual({
      requests: { cpu: "250m", memory: "256Mi" },
      limits: { cpu: "500m", memory: "512Mi" },
    });
    expect(made.metadata.annotations).toEqual({
      "kubernetes.io/limit-ranger":
        "LimitRanger plugin set: cpu request for container a; cpu, memory limit for container a",
    });
    expect(made.status).toMatchObject({ qosClass: "Burstable" });
  });

  const CASES: [what: string, item: object, resources: Resources, message: string][] = [
    [
      "too much",
      { max: { cpu: "1" } },
      { limits: { cpu: "2" } },
      "maximum cpu usage per Container is 1, but limit is 2",
    ],
    [
      "too little",
      { min: { memory: "100Mi" }, default: { memory: "1Gi" } },
      { requests: { memory: "50Mi" } },
      "minimum memory usage per Container is 100Mi, but request is 50Mi",
    ],
    [
      "nothing said",
      { type: "Pod", min: { cpu: "1" } },
      {},
      "minimum cpu usage per Pod is 1.  No request is specified",
    ],
    [
      "too much together",
      { type: "Pod", max: { cpu: "1" } },
      { limits: { cpu: "1500m" } },
      "maximum cpu usage per Pod is 1, but limit is 1500m",
    ],
    [
      "a wide range",
      { maxLimitRequestRatio: { cpu: "2" } },
      { requests: { cpu: "1" }, limits: { cpu: "3" } },
      "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000",
    ],
  ];
  it.each(CASES)("refuses %s", (_, item, resources, message) => {
    limit(item);
    expect(() => pod("a", resources)).toThrow(`pods "a" is forbidden: ${message}`);
  });
});

describe("a priority", () => {
  const priorityClass = (name: string, fields: object) =>
    store.create("priorityclasses.scheduling.k8s.io", {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      ...fields,
    } as Manifest);

  it("is the number behind the class, shared by the pods of a template", () => {
    priorityClass("high", { value: 1000 });
    const made = pod("a", {}, { priorityClassName: "high" });
    expect(made.spec).toMatchObject({ priority: 1000, preemptionPolicy: "PreemptLowerPriority" });
    const again = { apiVersion: "v1", kind: "Pod", metadata: { generateName: "b-", namespace: "shop" } };
    const template = { ...made, spec: { ...(made.spec as object), priority: undefined } };
    const [first, second] = [1, 2].map(() => store.create("pods", { ...again, spec: template.spec }));
    expect(first?.spec).toBe(second?.spec);
  });

  it("is that of the cluster's default class, and none without one", () => {
    expect(pod("a").spec).not.toHaveProperty("priority");
    priorityClass("usual", { value: 7, globalDefault: true });
    expect(pod("b").spec).toMatchObject({ priority: 7, priorityClassName: "usual" });
  });

  it("of a class that is not there is refused", () => {
    expect(() => pod("a", {}, { priorityClassName: "no" })).toThrow(
      'pods "a" is forbidden: no PriorityClass with name no was found',
    );
  });
});

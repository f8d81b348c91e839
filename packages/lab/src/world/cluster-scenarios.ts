import type { HorizontalPodAutoscaler } from "../kubernetes/controllers/horizontal-pod-autoscaler.ts";
import type { Node } from "../kubernetes/controllers/node.ts";
import type { Pod } from "../kubernetes/controllers/pod.ts";
import type { Scenario } from "./scenario.ts";
import type { WorldCluster } from "./world.ts";

const STORM = { peak: 5, periodMs: 120_000 };
const MANY_PODS = 5_000;
const EXPIRY_INTERVAL_MS = 2_000;

export const nodeLost: Scenario = {
  name: "node-lost",
  summary: "the production node with the most pods stops answering; its pods move after 30 s",
  start(world) {
    const { production } = world.clusters;
    const node = busiestNode(production);
    production.nodeFaults.lose(node);
    return { message: `Node ${node} no longer answers.`, undo: () => production.nodeFaults.restore(node) };
  },
};

export const hpaStorm: Scenario = {
  name: "hpa-storm",
  summary:
    "load swings between normal and five times that, and autoscalers follow without a stabilisation window",
  start(world) {
    const { production } = world.clusters;
    world.traffic.setWave(STORM);
    const restore = setStabilization(production, 0);
    return {
      message: "Load on production swings every two minutes; watch the replica counts.",
      undo: () => {
        world.traffic.setWave(null);
        restore();
      },
    };
  },
};

export const apiServerDown = faultyApi({
  name: "api-server-down",
  summary: "production's API server refuses connections",
  begin: ({ apiFaults }) => apiFaults.down(true),
  end: ({ apiFaults }) => apiFaults.down(false),
});

export const apiServerSlow = faultyApi({
  name: "api-server-slow",
  summary: "production's API server takes 3 s for every answer",
  begin: ({ apiFaults }) => apiFaults.slow(3_000),
  end: ({ apiFaults }) => apiFaults.slow(0),
});

export const watchStalled = faultyApi({
  name: "watch-stalled",
  summary: "watches on production stay open and deliver nothing (half-open connections)",
  begin: ({ apiFaults }) => apiFaults.haltWatches(true, { includeNew: true }),
  end: ({ apiFaults }) => apiFaults.haltWatches(false),
});

export const expiredStorm: Scenario = {
  name: "410-storm",
  summary: "production's watches keep ending with 410 Expired",
  start({ clock, clusters }) {
    let cancel: () => void;
    const expire = () => {
      clusters.production.apiFaults.expireHistory();
      cancel = clock.schedule(EXPIRY_INTERVAL_MS, expire);
    };
    expire();
    return { message: "Production forgets its watch history every 2 s.", undo: () => cancel() };
  },
};

export const manyPods: Scenario = {
  name: "5000-pods",
  summary: "5,000 pods in the namespace horizon-load of production",
  start(world) {
    world.setLoad({ pods: MANY_PODS, changesPerSecond: 0 });
    return {
      message: "5,000 pods are starting in horizon-load.",
      undo: () => world.setLoad({ pods: 0, changesPerSecond: 0 }),
    };
  },
};

function faultyApi(fault: {
  name: string;
  summary: string;
  begin: (cluster: WorldCluster) => void;
  end: (cluster: WorldCluster) => void;
}): Scenario {
  const { name, summary, begin, end } = fault;
  return {
    name,
    summary,
    start({ clusters }) {
      begin(clusters.production);
      return { message: `From now on, ${summary}.`, undo: () => end(clusters.production) };
    },
  };
}

function busiestNode({ store, nodeFaults }: WorldCluster): string {
  const pods = store.list<Pod>("pods");
  const [busiest] = store
    .list<Node>("nodes")
    .map(({ metadata }) => metadata.name)
    .filter((name) => !nodeFaults.isLost(name) && !name.startsWith("load-"))
    .map((name) => ({ name, pods: pods.filter(({ spec }) => spec.nodeName === name).length }))
    .sort((a, b) => b.pods - a.pods);
  if (!busiest) throw new Error("Every node is lost already");
  return busiest.name;
}

/** Returns the function that puts the former behaviour back. */
function setStabilization({ store, estate }: WorldCluster, stabilizationWindowSeconds: number): () => void {
  const resource = "horizontalpodautoscalers.autoscaling";
  const before = store.list<HorizontalPodAutoscaler>(resource, { namespace: estate.namespace });
  const write = (name: string, behavior: HorizontalPodAutoscaler["spec"]["behavior"]) => {
    const hpa = store.find<HorizontalPodAutoscaler>(resource, estate.namespace, name);
    if (!hpa) return;
    const { behavior: _former, ...spec } = hpa.spec;
    store.update<HorizontalPodAutoscaler>(resource, {
      ...hpa,
      spec: { ...spec, ...(behavior ? { behavior } : {}) },
    });
  };
  for (const { metadata, spec } of before) {
    write(metadata.name, {
      ...spec.behavior,
      scaleDown: { ...spec.behavior?.scaleDown, stabilizationWindowSeconds },
    });
  }
  return () => {
    for (const { metadata, spec } of before) write(metadata.name, spec.behavior);
  };
}

import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import {
  type Controller,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../controllers/controller-runtime.ts";
import { createEventRecorder } from "../controllers/event-recorder.ts";
import type { Node } from "../controllers/node.ts";
import type { Container, Pod } from "../controllers/pod.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { BehaviourRules, PodBehaviour } from "./behaviour-rules.ts";
import {
  beginCreating,
  type ContainerHappening,
  type ContainerRun,
  DEFAULT_LATENCIES,
  isPassed,
  newContainerRun,
  type RuntimeLatencies,
  type StepContext,
  stepContainer,
} from "./container-run.ts";
import { eventsOf } from "./kubelet-events.ts";
import type { NodeFaults } from "./node-faults.ts";
import { isRunReady, podStatus } from "./pod-status.ts";
import { between, createSeededRandom } from "./seeded-random.ts";

export interface KubeletOptions {
  store: ObjectStore;
  clock: Clock;
  rules: BehaviourRules;
  faults: NodeFaults;
  seed: number;
  latencies?: RuntimeLatencies;
}

/** A pod as its node knows it; lost when the process ends, as nothing else here survives either. */
interface PodRun {
  uid: string;
  startedMs: number;
  sandboxReadyMs: number;
  podIp: string;
  runs: ContainerRun[];
  wasReady: boolean;
  /** When the last process will have stopped, once deletion was asked for. */
  stoppedMs?: number;
}

/** All kubelets of a cluster in one controller: takes pods from scheduled to running, restarted, and gone. */
export function createKubelet(options: KubeletOptions): Controller {
  const { store, clock, rules, faults, latencies = DEFAULT_LATENCIES } = options;
  const random = createSeededRandom(options.seed);
  const record = createEventRecorder({ store, clock, component: "kubelet" });
  const podRuns = new Map<string, PodRun>();
  let addresses = 0;

  function reconcile(key: ReconcileKey): ReconcileResult | undefined {
    const id = `${key.namespace}/${key.name}`;
    const pod = store.find<Pod>("pods", key.namespace, key.name);
    if (!pod) {
      podRuns.delete(id);
      return;
    }
    if (pod.spec.nodeName === undefined || faults.isLost(pod.spec.nodeName)) return;
    let podRun = podRuns.get(id);
    if (podRun?.uid !== pod.metadata.uid) {
      podRun = admit(pod);
      podRuns.set(id, podRun);
    }
    return pod.metadata.deletionTimestamp === undefined ? run(pod, podRun) : stop(pod, podRun);
  }

  function admit(pod: Pod): PodRun {
    const nowMs = clock.now();
    addresses += 1;
    return {
      uid: pod.metadata.uid,
      startedMs: nowMs,
      sandboxReadyMs: nowMs + between(random, latencies.sandboxMs),
      podIp: `10.${1 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`,
      runs: [
        ...(pod.spec.initContainers ?? []).map((container) =>
          newContainerRun(container, container.restartPolicy === "Always" ? "sidecar" : "init"),
        ),
        ...pod.spec.containers.map((container) => newContainerRun(container, "main")),
      ],
      wasReady: false,
    };
  }

  function run(pod: Pod, podRun: PodRun): ReconcileResult | undefined {
    const nowMs = clock.now();
    const behaviour = rules.behaviourOf(pod);
    const happenings = nowMs >= podRun.sandboxReadyMs ? stepAll(pod, podRun, behaviour) : [];
    for (const event of eventsOf(pod, happenings)) record(pod, event);
    report(pod, podRun, behaviour.neverReady ?? false);
    const next = [
      podRun.sandboxReadyMs,
      ...podRun.runs.flatMap(({ dueMs, readyMs }) => [dueMs ?? 0, readyMs]),
    ]
      .filter((dueMs) => dueMs > nowMs)
      .reduce((least, dueMs) => Math.min(least, dueMs), Number.POSITIVE_INFINITY);
    return Number.isFinite(next) ? { requeueAfterMs: Math.ceil(next - nowMs) } : undefined;
  }

  function stepAll(pod: Pod, podRun: PodRun, behaviour: PodBehaviour): ContainerHappening[] {
    const nowMs = clock.now();
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const subject = pod.spec.containers[0]?.name;
    const all: ContainerHappening[] = [];
    podRun.runs.forEach((before, index) => {
      const context: StepContext = {
        nowMs,
        behaviour,
        latencies,
        random,
        container: containers[index] as Container,
        isSubject: before.name === subject,
        restartPolicy: pod.spec.restartPolicy ?? "Always",
      };
      const predecessors = podRun.runs.slice(0, index).filter(({ role }) => role !== "main");
      const mayStart = before.phase === "waiting" && predecessors.every((run) => isPassed(run, nowMs));
      const { run, happenings } = stepContainer(mayStart ? beginCreating(before, context) : before, context);
      podRun.runs[index] = run;
      all.push(...happenings);
    });
    return all;
  }

  function report(pod: Pod, podRun: PodRun, neverReady: boolean): void {
    const nowMs = clock.now();
    const isReady = podRun.runs.every((run) => run.role === "init" || isRunReady(run, neverReady, nowMs));
    const isServing = podRun.runs.every((run) => run.role === "init" || run.phase === "running");
    if (podRun.wasReady && !isReady && isServing) {
      const message = "Readiness probe failed: HTTP probe failed with statuscode: 503";
      record(pod, { type: "Warning", reason: "Unhealthy", message });
    }
    podRun.wasReady = isReady;
    const node = store.find<Node>("nodes", null, pod.spec.nodeName ?? "");
    const status = podStatus({
      pod,
      runs: podRun.runs,
      startedMs: podRun.startedMs,
      hostIp: node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "10.0.10.1",
      podIp: podRun.podIp,
      sandboxReady: nowMs >= podRun.sandboxReadyMs,
      neverReady,
      nowMs,
    });
    if (!isDeepStrictEqual(status, pod.status)) store.updateStatus<Pod>("pods", { ...pod, status });
  }

  /** SIGTERM, then gone when the process has stopped or the grace period is over, whichever is first. */
  function stop(pod: Pod, podRun: PodRun): ReconcileResult | undefined {
    const nowMs = clock.now();
    const { namespace = "", name, deletionGracePeriodSeconds = 0 } = pod.metadata;
    if (podRun.stoppedMs === undefined) {
      podRun.stoppedMs =
        nowMs + Math.min(between(random, latencies.stopMs), deletionGracePeriodSeconds * 1000);
      for (const { name: container } of podRun.runs.filter(({ phase }) => phase === "running")) {
        record(pod, {
          type: "Normal",
          reason: "Killing",
          message: `Stopping container ${container}`,
          fieldPath: `spec.containers{${container}}`,
        });
      }
    }
    if (nowMs < podRun.stoppedMs) return { requeueAfterMs: Math.ceil(podRun.stoppedMs - nowMs) };
    store.delete("pods", namespace, name, { gracePeriodSeconds: 0 });
  }

  const podKeys = (isConcerned: (pod: Pod) => boolean): ReconcileKey[] =>
    store
      .list<Pod>("pods")
      .filter(isConcerned)
      .map(({ metadata }) => ({ namespace: metadata.namespace ?? "", name: metadata.name }));

  return {
    name: "kubelet",
    reconcile,
    watches: [{ resource: "pods", map: ownKey }],
    triggers: [
      (enqueue) => rules.subscribe(() => podKeys(() => true).forEach(enqueue)),
      (enqueue) => faults.subscribe((node) => podKeys(({ spec }) => spec.nodeName === node).forEach(enqueue)),
    ],
  };
}

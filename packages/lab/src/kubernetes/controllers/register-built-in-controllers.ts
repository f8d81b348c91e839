import type { Clock } from "../../world/clock.ts";
import type { BehaviourRules } from "../runtime/behaviour-rules.ts";
import type { RuntimeLatencies } from "../runtime/container-run.ts";
import { createKubelet } from "../runtime/kubelet.ts";
import type { NodeFaults } from "../runtime/node-faults.ts";
import type { PodMetrics } from "../runtime/pod-metrics.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ControllerManager } from "./controller-runtime.ts";
import { createCronJobController } from "./cron-jobs/cron-job-controller.ts";
import { createDaemonSetController } from "./daemon-sets/daemon-set-controller.ts";
import { createDefaultAccountController } from "./default-account-controller.ts";
import { createDeploymentController } from "./deployment-controller.ts";
import { createDisruptionController } from "./disruption-controller.ts";
import { createEndpointsController } from "./endpoints-controller.ts";
import { createEventExpiryController } from "./event-expiry-controller.ts";
import { createHpaController } from "./hpa-controller.ts";
import {
  createFinishedJobController,
  createOrphanedJobPodController,
} from "./jobs/job-cleanup-controllers.ts";
import { createJobController } from "./jobs/job-controller.ts";
import { createNodeLifecycleController } from "./node-lifecycle-controller.ts";
import { createPodCollectionController } from "./pod-collection-controller.ts";
import { createReplicaSetController } from "./replica-set-controller.ts";
import { createResourceQuotaController } from "./resource-quota-controller.ts";
import { createScheduler } from "./scheduler.ts";
import { createStatefulSetController } from "./stateful-sets/stateful-set-controller.ts";

export interface BuiltInControllersOptions {
  store: ObjectStore;
  clock: Clock;
  rules: BehaviourRules;
  faults: NodeFaults;
  metrics: PodMetrics;
  seed: number;
  latencies?: RuntimeLatencies;
  nodeGraceMs?: number;
}

/**
 * Registers what kube-controller-manager, kube-scheduler and the kubelets do in a cluster, under the names
 * deployment, replicaset, daemonset, statefulset, job, cronjob, orphaned-job-pod, ttl-after-finished, scheduler, kubelet,
 * node-lifecycle, pod-collection, hpa, endpoints, disruption, resource-quota, event-expiry and default-account.
 */
export function registerBuiltInControllers(
  manager: ControllerManager,
  options: BuiltInControllersOptions,
): void {
  const { nodeGraceMs } = options;
  manager.register(createDeploymentController(options));
  manager.register(createReplicaSetController(options));
  manager.register(createDaemonSetController(options));
  manager.register(createStatefulSetController(options));
  manager.register(createJobController(options));
  manager.register(createCronJobController(options));
  manager.register(createOrphanedJobPodController(options));
  manager.register(createFinishedJobController(options));
  manager.register(createScheduler(options));
  manager.register(createKubelet(options));
  manager.register(
    createNodeLifecycleController({
      ...options,
      ...(nodeGraceMs === undefined ? {} : { graceMs: nodeGraceMs }),
    }),
  );
  manager.register(createPodCollectionController(options));
  manager.register(createHpaController(options));
  manager.register(createEndpointsController(options));
  manager.register(createDisruptionController(options));
  manager.register(createResourceQuotaController(options));
  manager.register(createEventExpiryController(options));
  manager.register(createDefaultAccountController(options));
}

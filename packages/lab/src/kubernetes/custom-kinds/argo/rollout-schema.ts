import { fields, flag, int32, objectOf, type StructuralSchema, text, time } from "../structural-schema.ts";
import { podTemplateSchema, selectorSchema } from "./pod-template-schema.ts";
import { rolloutStatus } from "./rollout-status-schema.ts";
import { blueGreenStrategy, canaryStrategy } from "./strategy-schemas.ts";

/** argoproj.io/v1alpha1 Rollout as Argo Rollouts 1.9 defines it. */
export const rolloutSchema = (): StructuralSchema =>
  objectOf("A workload that changes its version step by step.", {
    spec: fields("What it should be.", {
      replicas: int32("How many pods; 1 unless said."),
      selector: selectorSchema("Which pods are its own."),
      template: podTemplateSchema("What the pods are made from."),
      workloadRef: fields("Another object that holds the template.", {
        apiVersion: text(),
        kind: text("Deployment, ReplicaSet or PodTemplate."),
        name: text(),
        scaleDown: text("When that object gives up its pods: never, onsuccess or progressively."),
      }),
      strategy: fields("How it changes: exactly one of these.", {
        canary: canaryStrategy,
        blueGreen: blueGreenStrategy,
      }),
      minReadySeconds: int32("How long a pod must be ready to count as available."),
      paused: flag("Whether a person paused it."),
      restartAt: time("Pods that are older than this are restarted."),
      progressDeadlineSeconds: int32("How long it may stand still; 600 unless said."),
      progressDeadlineAbort: flag("Whether it aborts after that."),
      revisionHistoryLimit: int32("How many old ReplicaSets are kept; 10 unless said."),
      rollbackWindow: fields("Going back within it leaves the steps out.", {
        revisions: int32("How many revisions back it reaches."),
      }),
      analysis: fields("How many runs are kept.", {
        successfulRunHistoryLimit: int32("Of those that succeeded; 5 unless said."),
        unsuccessfulRunHistoryLimit: int32("Of those that did not; 5 unless said."),
      }),
    }),
    status: rolloutStatus,
  });

import { createHash } from "node:crypto";
import type { KubeObject } from "../object-store.ts";
import { isJsonObject, type JsonObject, objectsAt, textAt } from "../read-path.ts";
import { changeAt, changeEachAt, fillDefaults } from "./fill-defaults.ts";
import { defaultPodSpec, defaultPodTemplate, qosClassOf } from "./pod-defaults.ts";

export const withSpec = (object: KubeObject, change: (spec: JsonObject) => JsonObject): KubeObject =>
  changeAt(object as KubeObject & JsonObject, "spec", change);

const ROLLING_UPDATE = { maxUnavailable: "25%", maxSurge: "25%" };

export const defaultPod = (pod: KubeObject) => withSpec(pod, defaultPodSpec);

export const newPodStatus = (pod: KubeObject) => ({
  phase: "Pending",
  qosClass: qosClassOf(objectsAt(pod, ["spec", "containers"])),
});

export const defaultDeployment = (deployment: KubeObject) =>
  withSpec(deployment, (spec) => {
    const filled = fillDefaults(spec, {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: "RollingUpdate" },
    });
    const withStrategy = changeAt(filled, "strategy", (strategy) =>
      strategy.type === "RollingUpdate"
        ? fillDefaults(strategy, { rollingUpdate: ROLLING_UPDATE })
        : strategy,
    );
    return defaultPodTemplate(withStrategy);
  });

export const defaultReplicaSet = (replicaSet: KubeObject) =>
  withSpec(replicaSet, (spec) => defaultPodTemplate(fillDefaults(spec, { replicas: 1 })));

export const defaultDaemonSet = (daemonSet: KubeObject) =>
  withSpec(daemonSet, (spec) => {
    const filled = fillDefaults(spec, {
      revisionHistoryLimit: 10,
      updateStrategy: { type: "RollingUpdate" },
    });
    const withStrategy = changeAt(filled, "updateStrategy", (strategy) =>
      strategy.type === "RollingUpdate"
        ? fillDefaults(strategy, { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } })
        : strategy,
    );
    return defaultPodTemplate(withStrategy);
  });

export const defaultStatefulSet = (statefulSet: KubeObject) =>
  withSpec(statefulSet, (spec) => {
    const filled = fillDefaults(spec, {
      replicas: 1,
      podManagementPolicy: "OrderedReady",
      revisionHistoryLimit: 10,
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    const withStrategy = changeAt(filled, "updateStrategy", (strategy) =>
      strategy.type === "RollingUpdate"
        ? fillDefaults(strategy, { rollingUpdate: { partition: 0 } })
        : strategy,
    );
    return defaultPodTemplate(withStrategy);
  });

/** An address of the service range that stays the same for a name: there is no allocator to keep. */
function clusterIpOf({ metadata }: KubeObject): string {
  const digest = createHash("sha256").update(`${metadata.namespace}/${metadata.name}`).digest();
  return `10.96.${digest[0]}.${1 + ((digest[1] ?? 0) % 254)}`;
}

export const defaultService = (service: KubeObject) =>
  withSpec(service, (spec) => {
    const type = textAt(spec, ["type"]) ?? "ClusterIP";
    const address = type === "ExternalName" ? {} : { clusterIP: clusterIpOf(service) };
    const filled = fillDefaults(spec, { type, sessionAffinity: "None", ...address });
    return changeEachAt(filled, "ports", (port) =>
      fillDefaults(port, { protocol: "TCP", targetPort: port.port }),
    );
  });

export const defaultAutoscaler = (autoscaler: KubeObject) =>
  withSpec(autoscaler, (spec) =>
    fillDefaults(spec, {
      minReplicas: 1,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
        },
      ],
    }),
  );

/** `stringData` is only ever written: it is how one says `data` without base64. */
export function defaultSecret(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret as KubeObject & JsonObject;
  if (!isJsonObject(stringData)) return fillDefaults(secret as KubeObject & JsonObject, { type: "Opaque" });
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  const data = { ...(isJsonObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) };
  return { type: "Opaque", ...rest, data } as unknown as KubeObject;
}

export function defaultNamespace(namespace: KubeObject): KubeObject {
  const name = namespace.metadata.name;
  const labels = fillDefaults(namespace.metadata.labels ?? {}, { "kubernetes.io/metadata.name": name });
  const spec = isJsonObject(namespace.spec) ? namespace.spec : {};
  const filled = namespace.metadata.deletionTimestamp
    ? spec
    : fillDefaults(spec, { finalizers: ["kubernetes"] });
  if (labels === namespace.metadata.labels && filled === namespace.spec) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels }, spec: filled };
}

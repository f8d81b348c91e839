import type { RbacV1Subject, V1Container, V1PodSpec } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import { listContainers, listWorkloads, ofKind, podSpecOf, type RenderedObject } from "../rendered-object.ts";

/** What Pod Security "restricted" would refuse, said before the API server says it about a ReplicaSet that nobody looks at. */
export const restrictedPods: PolicyRule = {
  name: "restricted-pod",
  check: (objects) =>
    listWorkloads(objects).flatMap((object) => {
      const spec = podSpecOf(object);
      const faults = [
        ...listPodFaults(spec),
        ...listContainers(object).flatMap((container) => listContainerFaults(container)),
      ];
      return faults.map((fault) => ({ object, message: `${fault}: Pod Security "restricted" refuses it.` }));
    }),
};

function listPodFaults({
  securityContext,
  hostNetwork,
  hostPID,
  hostIPC,
  volumes = [],
}: V1PodSpec): string[] {
  const faults: string[] = [];
  if (!securityContext?.runAsNonRoot) faults.push("Set securityContext.runAsNonRoot: true on the pod");
  if (securityContext?.seccompProfile?.type !== "RuntimeDefault") {
    faults.push("Set securityContext.seccompProfile.type: RuntimeDefault on the pod");
  }
  if (hostNetwork || hostPID || hostIPC) faults.push("Remove the use of the host's namespaces");
  for (const { name, hostPath } of volumes)
    if (hostPath) faults.push(`Remove the hostPath of volume ${name}`);
  return faults;
}

function listContainerFaults({ name, securityContext, ports = [] }: V1Container): string[] {
  const faults: string[] = [];
  const { allowPrivilegeEscalation, privileged, runAsUser, capabilities } = securityContext ?? {};
  if (allowPrivilegeEscalation !== false) faults.push(`Set allowPrivilegeEscalation: false on ${name}`);
  if (privileged) faults.push(`Remove privileged from ${name}`);
  if (runAsUser === 0) faults.push(`Remove runAsUser: 0 from ${name}`);
  if (!capabilities?.drop?.includes("ALL")) faults.push(`Drop ALL capabilities of ${name}`);
  if ((capabilities?.add ?? []).length > 0) faults.push(`Remove the added capabilities of ${name}`);
  if (ports.some(({ hostPort }) => hostPort)) faults.push(`Remove the host ports of ${name}`);
  return faults;
}

export const readOnlyRoot: PolicyRule = {
  name: "read-only-root",
  check: (objects) =>
    listWorkloads(objects).flatMap((object) =>
      listContainers(object)
        .filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true)
        .map(({ name }) => ({
          object,
          message: `Container ${name} can write to its image. Set readOnlyRootFilesystem: true and mount an emptyDir where it must write.`,
        })),
    ),
};

/** Only who has rights in the cluster gets a token for it. */
export const noNeedlessTokens: PolicyRule = {
  name: "no-needless-token",
  check: (objects) => {
    const subjects = ofKind(objects, "RoleBinding", "ClusterRoleBinding").flatMap(
      (binding) => (binding.subjects ?? []) as RbacV1Subject[],
    );
    return listWorkloads(objects).flatMap((object) => {
      const { automountServiceAccountToken, serviceAccountName } = podSpecOf(object);
      const hasRights = subjects.some(
        ({ kind, name, namespace }) =>
          kind === "ServiceAccount" && name === serviceAccountName && namespace === object.metadata.namespace,
      );
      if (automountServiceAccountToken === false || hasRights) return [];
      const message = `It mounts a token of ${serviceAccountName ?? "the default service account"}, which has no rights to use it for. Set automountServiceAccountToken: false.`;
      return [{ object, message }];
    });
  },
};

/** Also by a value that carries a password: a connection string with one. */
const secretName = /(SECRET|TOKEN|PASSWORD|PRIVATE_KEY|API_KEY|_KEY)$|^(DATABASE|REDIS)_URL$/;
const secretValue = /:\/\/[^/\s:@]*:[^/\s@]+@/;

const isSecret = (name: string, value: string | undefined) =>
  value !== undefined && (secretName.test(name) || secretValue.test(value));

export const noInlineSecrets: PolicyRule = {
  name: "no-inline-secret",
  check: (objects) => [
    ...ofKind(objects, "Secret").map((object) => ({
      object,
      message:
        "A Secret in the repository is no secret. Keep the value in Secrets Manager and write an ExternalSecret.",
    })),
    ...listWorkloads(objects).flatMap((object) =>
      listContainers(object).flatMap(({ env = [] }) =>
        env
          .filter(({ name, value }) => isSecret(name, value))
          .map(({ name }) => ({
            object,
            message: `${name} has its value in the manifest. Take it from a Secret that an ExternalSecret makes: valueFrom.secretKeyRef.`,
          })),
      ),
    ),
    ...ofKind(objects, "ConfigMap").flatMap((object) =>
      listSecretEntries(object).map((key) => ({
        object,
        message: `Its key ${key} holds what belongs into a Secret. Write an ExternalSecret for it.`,
      })),
    ),
  ],
};

const listSecretEntries = ({ data }: RenderedObject): string[] =>
  Object.entries((data ?? {}) as Record<string, string>)
    .filter(([key, value]) => isSecret(key, value))
    .map(([key]) => key);

/** Pods are in namespaces that are there and enforce "restricted", so that what slips past these rules is refused all the same. */
export const restrictedNamespaces: PolicyRule = {
  name: "restricted-namespace",
  check: (objects) => {
    const restricted = new Set(
      ofKind(objects, "Namespace")
        .filter(({ metadata }) => metadata.labels?.["pod-security.kubernetes.io/enforce"] === "restricted")
        .map(({ metadata }) => metadata.name),
    );
    return listWorkloads(objects)
      .filter(({ metadata }) => !restricted.has(metadata.namespace ?? ""))
      .map((object) => ({
        object,
        message: `Namespace ${object.metadata.namespace} is not one that enforces Pod Security "restricted". Add it to k8s/platform/foundation with the label pod-security.kubernetes.io/enforce: restricted.`,
      }));
  },
};

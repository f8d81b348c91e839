import { type JsonObject, readPath } from "../read-path.ts";
import { changeAt, changeEachAt, fillDefaults } from "./fill-defaults.ts";

const POD_SPEC = {
  restartPolicy: "Always",
  dnsPolicy: "ClusterFirst",
  schedulerName: "default-scheduler",
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};
const CONTAINER = {
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  resources: {},
};
const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

const isMutableTag = (image: unknown) => {
  const name =
    String(image ?? "")
      .split("/")
      .pop() ?? "";
  return !name.includes("@") && (!name.includes(":") || name.endsWith(":latest"));
};

function defaultProbe(probe: JsonObject): JsonObject {
  return changeAt(fillDefaults(probe, PROBE), "httpGet", (get) => fillDefaults(get, { scheme: "HTTP" }));
}

function defaultContainer(container: JsonObject): JsonObject {
  const imagePullPolicy = isMutableTag(container.image) ? "Always" : "IfNotPresent";
  let next = fillDefaults(container, { ...CONTAINER, imagePullPolicy });
  next = changeEachAt(next, "ports", (port) => fillDefaults(port, { protocol: "TCP" }));
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    next = changeAt(next, probe, defaultProbe);
  }
  const limits = readPath(next, ["resources", "limits"]);
  return limits ? changeAt(next, "resources", (own) => fillDefaults(own, { requests: limits })) : next;
}

/** The defaults of a pod's spec, also inside a template: `SetDefaults_PodSpec` and its container parts. */
export function defaultPodSpec(spec: JsonObject): JsonObject {
  const filled = changeEachAt(fillDefaults(spec, POD_SPEC), "containers", defaultContainer);
  return changeEachAt(filled, "initContainers", defaultContainer);
}

export const defaultPodTemplate = (spec: JsonObject): JsonObject =>
  changeAt(spec, "template", (template) => changeAt(template, "spec", defaultPodSpec));

const hasResources = (container: JsonObject, kind: "requests" | "limits") =>
  ["cpu", "memory"].every((name) => readPath(container, ["resources", kind, name]) !== undefined);

/** `Guaranteed`, `Burstable` or `BestEffort`, from the resources that the containers ask for. */
export function qosClassOf(containers: readonly JsonObject[]): string {
  const resources = containers.map((container) => container.resources as JsonObject | undefined);
  const asks = resources.some(
    (own) => Object.keys({ ...(own?.requests ?? {}), ...(own?.limits ?? {}) }).length,
  );
  if (!asks) return "BestEffort";
  const isFixed = containers.every(
    (container) =>
      hasResources(container, "limits") &&
      ["cpu", "memory"].every(
        (name) =>
          readPath(container, ["resources", "requests", name]) ===
          readPath(container, ["resources", "limits", name]),
      ),
  );
  return isFixed ? "Guaranteed" : "Burstable";
}

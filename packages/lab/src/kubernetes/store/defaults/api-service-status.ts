import type { KubeObject } from "../object-store.ts";
import { isJsonObject, readPath, textAt } from "../read-path.ts";

/** Through which a real cluster asks for metrics: the API server of the lab serves them itself. */
export const METRICS_SERVER = { namespace: "kube-system", name: "metrics-server", port: 443 };

/** The status of a new APIService: nobody but the metrics' server is asked here. */
export function newApiServiceStatus(apiService: KubeObject): object {
  const service = readPath(apiService, ["spec", "service"]);
  const [namespace, name] = ["namespace", "name"].map((field) => textAt(service, [field]));
  const isMetrics = namespace === METRICS_SERVER.namespace && name === METRICS_SERVER.name;
  const missing = `service/${name} in ${JSON.stringify(namespace)} is not present`;
  const said = !isJsonObject(service)
    ? { status: "True", reason: "Local", message: "Local APIServices are always available" }
    : isMetrics
      ? { status: "True", reason: "Passed", message: "all checks passed" }
      : { status: "False", reason: "ServiceNotFound", message: missing };
  const lastTransitionTime = apiService.metadata.creationTimestamp;
  return { conditions: [{ type: "Available", ...said, lastTransitionTime }] };
}

import type { Pod } from "../controllers/pod.ts";
import { spendDisruption } from "../controllers/spend-disruption.ts";
import { toTimestamp } from "../store/object-writes.ts";
import { numberAt, readPath, textAt } from "../store/read-path.ts";
import { apiVersionOf, storedResourceOf } from "../store/resource-kind.ts";
import { badRequest } from "../store/status-error.ts";
import type { DeleteOptions } from "../store/versioned-object-store.ts";
import {
  type ApiContext,
  type ApiRequest,
  integerParameter,
  isDryRun,
  jsonReply,
  parseBody,
  type Reply,
} from "./api-request.ts";
import { selectorOf } from "./list-resources.ts";
import { presentObject } from "./serialize-object.ts";
import { getStored } from "./write-object.ts";

function deleteOptionsOf(request: ApiRequest): DeleteOptions {
  const body = request.body.trim() ? parseBody(request) : {};
  const { query } = request;
  const policy = query.get("propagationPolicy") ?? textAt(body, ["propagationPolicy"]);
  const isOrphaning =
    readPath(body, ["orphanDependents"]) === true || query.get("orphanDependents") === "true";
  if (policy && !["Background", "Foreground", "Orphan"].includes(policy)) {
    throw badRequest(`invalid propagationPolicy: ${JSON.stringify(policy)}`);
  }
  const dryRun = readPath(body, ["dryRun"]);
  const propagationPolicy = (policy ??
    (isOrphaning ? "Orphan" : undefined)) as DeleteOptions["propagationPolicy"];
  return {
    gracePeriodSeconds:
      integerParameter(query, "gracePeriodSeconds") ?? numberAt(body, ["gracePeriodSeconds"]),
    propagationPolicy,
    preconditions: {
      uid: textAt(body, ["preconditions", "uid"]),
      resourceVersion: textAt(body, ["preconditions", "resourceVersion"]),
    },
    dryRun: isDryRun(query) || (Array.isArray(dryRun) && dryRun.includes("All")),
  };
}

/** `DELETE`. A Status when the object is gone; the object when it is on its way (200, as graceful deletions answer). */
export function deleteResource(context: ApiContext, request: ApiRequest): Reply {
  const { kind, namespace = null, name = "" } = request.target;
  const options = deleteOptionsOf(request);
  const { object, removed } = context.store.delete(storedResourceOf(kind), namespace, name, options);
  if (!removed || kind.resource === "pods") return jsonReply(presentObject(kind, object));
  return jsonReply({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name,
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.plural,
      uid: object.metadata.uid,
    },
  });
}

/** `DELETE` of a collection: everything that the selectors name. Answers with the list of what was deleted. */
export function deleteCollection(context: ApiContext, request: ApiRequest): Reply {
  const { kind, namespace } = request.target;
  const resource = storedResourceOf(kind);
  const options = deleteOptionsOf(request);
  const { objects } = context.store.listPage(resource, { namespace, matches: selectorOf(request) });
  const items = objects.map(
    ({ metadata }) =>
      context.store.delete(resource, metadata.namespace ?? null, metadata.name, options).object,
  );
  const metadata = { resourceVersion: String(context.store.currentVersion()) };
  return jsonReply({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items });
}

/** `POST pods/x/eviction`: a deletion that PodDisruptionBudgets may refuse with 429. */
export function evictPod(context: ApiContext, request: ApiRequest): Reply {
  const pod = getStored(context, request);
  const { namespace = null, name } = pod.metadata;
  const options = readPath(parseBody(request), ["deleteOptions"]);
  const dryRun = isDryRun(request.query);
  spendDisruption(context.store, pod as Pod, { now: toTimestamp(context.clock.now()), dryRun });
  context.store.delete("pods", namespace, name, {
    gracePeriodSeconds: numberAt(options, ["gracePeriodSeconds"]),
    dryRun,
  });
  return jsonReply({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, 201);
}

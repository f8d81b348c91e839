import { storedResourceOf } from "../store/resource-kind.ts";
import { badRequest, notFound } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, jsonReply, type Reply } from "./api-request.ts";
import { deleteCollection, deleteResource, evictPod } from "./delete-resources.ts";
import { includeObjectOf, listResources } from "./list-resources.ts";
import { isStreaming, type Verb } from "./resource-request.ts";
import { presentObject, serializeObject } from "./serialize-object.ts";
import { readPodLog } from "./subresources/pod-log.ts";
import { toScale } from "./subresources/scale.ts";
import { requestToken } from "./subresources/token-request.ts";
import { prefersTable, toTable } from "./table/to-table.ts";
import { watchResources } from "./watch-resources.ts";
import { createResource, patchResource, updateResource } from "./write-resources.ts";

/** What is answered with streams is asked for as a WebSocket. */
const upgradeRequired = () => badRequest("Upgrade request required");

function getResource(context: ApiContext, request: ApiRequest): Reply | Promise<Reply> {
  const { kind, namespace = null, name = "", subresource } = request.target;
  if (isStreaming(subresource)) throw upgradeRequired();
  const stored = context.store.find(storedResourceOf(kind), namespace, name);
  if (!stored || kind.view?.includes?.(stored) === false) throw notFound(kind, name);
  if (subresource === "log") return readPodLog(context, stored, request.query);
  if (subresource === "scale") return jsonReply(toScale(kind, stored));
  const object = presentObject(kind, stored);
  if (!prefersTable(request.headers.accept)) return { code: 200, body: serializeObject(object) };
  const { resourceVersion } = stored.metadata;
  const include = includeObjectOf(request.query);
  return jsonReply(
    toTable(kind, [object], { nowMs: context.clock.now(), metadata: { resourceVersion }, include }),
  );
}

const HANDLERS: Record<Verb, (context: ApiContext, request: ApiRequest) => Reply | Promise<Reply>> = {
  get: getResource,
  list: listResources,
  watch: watchResources,
  create(context, request) {
    if (isStreaming(request.target.subresource)) throw upgradeRequired();
    if (request.target.subresource === "eviction") return evictPod(context, request);
    if (request.target.subresource === "token") return requestToken(context, request);
    return createResource(context, request);
  },
  update: updateResource,
  patch: patchResource,
  delete: deleteResource,
  deletecollection: deleteCollection,
};

/** Answers a request that may be made; throws `StatusError`. */
export const serveResource = (context: ApiContext, verb: Verb, request: ApiRequest): Reply | Promise<Reply> =>
  HANDLERS[verb](context, request);

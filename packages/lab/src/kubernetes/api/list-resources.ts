import { setImmediate } from "node:timers/promises";
import { parseFieldSelector } from "../selectors/field-selector.ts";
import { parseLabelSelector } from "../selectors/label-selector.ts";
import type { KubeObject } from "../store/object-store.ts";
import { apiVersionOf, type ResourceKind, storedResourceOf } from "../store/resource-kind.ts";
import { badRequest, expired, isStatusError, StatusError } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, integerParameter, jsonReply, type Reply } from "./api-request.ts";
import { decodeContinueToken, encodeContinueToken } from "./continue-token.ts";
import { presentObject, serializeItem } from "./serialize-object.ts";
import { type IncludeObject, prefersTable, toTable } from "./table/to-table.ts";

/** Items that are serialised before the event loop gets a turn. */
const ITEMS_AT_ONCE = 500;

/** The filter of `labelSelector`, `fieldSelector`, of the kind's view and, for one named object, its name; undefined when there is none. */
export function selectorOf(request: ApiRequest): ((object: KubeObject) => boolean) | undefined {
  const labels = request.query.get("labelSelector") ?? "";
  const fields = request.query.get("fieldSelector") ?? "";
  const { kind, name } = request.target;
  const isIncluded = kind.view?.includes;
  if (!labels && !fields && !name) return isIncluded;
  const hasLabels = parseLabelSelector(labels);
  const stored = kind.view ? { ...kind, resource: kind.view.of } : kind;
  const hasFields = parseFieldSelector(fields, stored);
  return (object) =>
    (!name || object.metadata.name === name) &&
    hasLabels(object.metadata.labels) &&
    hasFields(object) &&
    (!isIncluded || isIncluded(object));
}

const tooLarge = (requested: number, current: number) =>
  new StatusError("Timeout", `Too large resource version: ${requested}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "" }],
    retryAfterSeconds: 1,
  });

/** The version that the list shows: the continued one, an exact one, or the newest. */
function versionOf(context: ApiContext, { query }: ApiRequest): { version: number; afterKey?: string } {
  const current = context.store.currentVersion();
  const token = query.get("continue");
  const requested = integerParameter(query, "resourceVersion");
  if (token) {
    if (requested) throw badRequest("specifying resource version is not allowed when using continue");
    return decodeContinueToken(token);
  }
  if (requested !== undefined && requested > current) throw tooLarge(requested, current);
  const isExact = query.get("resourceVersionMatch") === "Exact" && requested;
  return { version: isExact ? requested : current };
}

export const includeObjectOf = (query: URLSearchParams): IncludeObject => {
  const asked = query.get("includeObject");
  return asked === "None" || asked === "Object" ? asked : "Metadata";
};

async function writeItems(
  kind: ResourceKind,
  objects: readonly KubeObject[],
  write: (text: string) => void,
): Promise<void> {
  for (let start = 0; start < objects.length; start += ITEMS_AT_ONCE) {
    const items = objects.slice(start, start + ITEMS_AT_ONCE).map((object) => serializeItem(kind, object));
    write(`${start > 0 ? "," : ""}${items.join(",")}`);
    if (start + ITEMS_AT_ONCE < objects.length) await setImmediate();
  }
}

/** `GET` of a collection: paged, selected, as a Table when asked for. A continued page is of the first page's version. */
export function listResources(context: ApiContext, request: ApiRequest): Reply {
  const { kind, namespace } = request.target;
  const { version, afterKey } = versionOf(context, request);
  const matches = selectorOf(request);
  const limit = integerParameter(request.query, "limit");
  const page = (() => {
    try {
      const resource = storedResourceOf(kind);
      return context.store.listPage(resource, { namespace, version, afterKey, limit, matches });
    } catch (error) {
      if (!afterKey || !isStatusError(error, "Expired")) throw error;
      throw expired("The provided continue parameter is too old to display a consistent list result.");
    }
  })();
  const next = page.nextAfterKey;
  const metadata = {
    resourceVersion: String(version),
    ...(next ? { continue: encodeContinueToken({ version, afterKey: next }) } : {}),
    ...(next && !matches ? { remainingItemCount: page.remaining } : {}),
  };
  if (prefersTable(request.headers.accept)) {
    const objects = page.objects.map((object) => presentObject(kind, object));
    const include = includeObjectOf(request.query);
    return jsonReply(toTable(kind, objects, { nowMs: context.clock.now(), metadata, include }));
  }
  const head = JSON.stringify({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata });
  return {
    async stream(response) {
      response.setHeader("content-type", "application/json");
      response.write(`${head.slice(0, -1)},"items":[`);
      await writeItems(kind, page.objects, (text) => void response.write(text));
      response.end("]}\n");
    },
  };
}

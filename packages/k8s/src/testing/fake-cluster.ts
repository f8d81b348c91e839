import type { ServerResponse } from "node:http";
import { resourcePath, resourceTypes } from "../client/resource-type.ts";
import type { CachedKind } from "../cluster-cache/cluster-tables.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import {
  type ScriptedApiServer,
  type ScriptedRequest,
  sendJson,
  sendStatus,
  startScriptedApiServer,
} from "./scripted-api-server.ts";

export interface FakeCluster extends ScriptedApiServer {
  /** Creates or replaces the object (by uid) and tells every watch. */
  put(kind: CachedKind, object: KubeObject): void;
  remove(kind: CachedKind, uid: string): void;
  /** Answers lists and watches of a kind with this status, of the whole cluster or of one namespace; null makes it well again. */
  refuse(kind: CachedKind, status: number | null, namespace?: string): void;
  /** Open watches go deaf: they stay open and get nothing any more. New ones are well. */
  deafen(): void;
  /** Every request is answered with 503 (or is well again). */
  setDown(isDown: boolean): void;
}

interface Watch {
  kind: CachedKind;
  namespace: string | undefined;
  response: ServerResponse;
}

/** As much of an API server as the cache needs: lists, watches from a version, readiness. */
export async function startFakeCluster(): Promise<FakeCluster> {
  const objects = new Map<CachedKind, Map<string, KubeObject>>();
  const refused = new Map<string, number>();
  const refusalKey = (kind: CachedKind, namespace = "") => `${namespace}/${kind}`;
  const history: { version: number; kind: CachedKind; type: string; object: KubeObject }[] = [];
  let watches: Watch[] = [];
  let version = 100;
  let isDown = false;

  const server = await startScriptedApiServer((request, response) => {
    if (isDown) return sendStatus(response, 503, "ServiceUnavailable");
    if (request.path === "/readyz") return void response.writeHead(200).end("ok");
    if (request.path === "/version") return sendJson(response, 200, { gitVersion: "v1.35.0" });
    const found = findKind(request.path);
    if (!found) return sendStatus(response, 404, "NotFound");
    const status = refused.get(refusalKey(found.kind, found.namespace));
    if (status !== undefined) return sendStatus(response, status, "Refused");
    if (request.query.get("watch") === "true")
      return openWatch(found.kind, found.namespace, request, response);
    const items = [...(objects.get(found.kind)?.values() ?? [])].filter((object) =>
      isIn(object, found.namespace),
    );
    sendJson(response, 200, { metadata: { resourceVersion: String(version) }, items });
  });

  const isIn = (object: KubeObject, namespace: string | undefined) =>
    namespace === undefined || object.metadata.namespace === namespace;

  function openWatch(
    kind: CachedKind,
    namespace: string | undefined,
    { query }: ScriptedRequest,
    response: ServerResponse,
  ) {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const from = Number(query.get("resourceVersion"));
    for (const event of history) {
      if (event.kind === kind && event.version > from && isIn(event.object, namespace))
        write(response, event);
    }
    // A probe asks for one second; it is answered at once.
    if (query.get("timeoutSeconds") === "1") return void response.end();
    const watch = { kind, namespace, response };
    watches.push(watch);
    response.on("close", () => {
      watches = watches.filter((other) => other !== watch);
    });
  }

  const write = (response: ServerResponse, { type, object }: { type: string; object: KubeObject }) =>
    response.write(`${JSON.stringify({ type, object })}\n`);

  function publish(kind: CachedKind, type: string, object: KubeObject): void {
    const event = { version, kind, type, object };
    history.push(event);
    for (const watch of watches) {
      if (watch.kind === kind && isIn(object, watch.namespace)) write(watch.response, event);
    }
  }

  return {
    ...server,
    put(kind, given) {
      version++;
      const object = { ...given, metadata: { ...given.metadata, resourceVersion: String(version) } };
      const table = objects.get(kind) ?? new Map<string, KubeObject>();
      objects.set(kind, table);
      const type = table.has(object.metadata.uid) ? "MODIFIED" : "ADDED";
      table.set(object.metadata.uid, object);
      publish(kind, type, object);
    },
    remove(kind, uid) {
      const object = objects.get(kind)?.get(uid);
      if (!object) return;
      version++;
      objects.get(kind)?.delete(uid);
      publish(kind, "DELETED", {
        ...object,
        metadata: { ...object.metadata, resourceVersion: String(version) },
      });
    },
    refuse(kind, status, namespace) {
      if (status === null) refused.delete(refusalKey(kind, namespace));
      else refused.set(refusalKey(kind, namespace), status);
    },
    deafen() {
      watches = [];
    },
    setDown(next) {
      isDown = next;
    },
  };
}

function findKind(path: string): { kind: CachedKind; namespace: string | undefined } | undefined {
  for (const [kind, type] of Object.entries(resourceTypes)) {
    if (path === resourcePath(type)) return { kind: kind as CachedKind, namespace: undefined };
    const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
    if (namespace && path === resourcePath(type, { namespace }))
      return { kind: kind as CachedKind, namespace };
  }
  return undefined;
}

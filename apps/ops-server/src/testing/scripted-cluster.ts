import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { isAppError } from "@horizon/errors";
import { readBody, send, sendStatus } from "./scripted-answers.ts";
import { isRecord, jsonPatch, mergePatch, type ScriptedObject } from "./scripted-objects.ts";

/** What is wrong with the API server; all undefined when nothing is. */
interface Faults {
  /** Connections are cut. */
  down: boolean;
  delayMs: number;
  /** By plural, or `*`. */
  status: Record<string, number>;
  /** Watches stay open and say nothing. */
  deaf: boolean;
  /** Writes, dry runs apart, are cut before anything of them is done. */
  cutWrites: boolean;
  /** Runs once, with the request already applied, before its answer is sent. */
  beforeAnswer: ((method: string) => Promise<void> | void) | null;
}

export interface ScriptedRequest {
  method: string;
  path: string;
  user: string | undefined;
  groups: string[];
  dryRun: boolean;
  body: unknown;
}

/**
 * A Kubernetes API in the test's hands. It has no controllers, so that a test can stand still between an action and
 * its effect; the lab has them, and the end-to-end tests use it.
 */
export interface ScriptedCluster {
  readonly url: string;
  readonly faults: Faults;
  /** Writes that were not dry runs, oldest first. */
  readonly writes: readonly ScriptedRequest[];
  put(
    plural: string,
    object: Omit<Partial<ScriptedObject>, "metadata"> & { kind: string; metadata: object },
  ): ScriptedObject;
  get(plural: string, name: string): ScriptedObject;
  /** As a controller does: a write to the object that is then seen by watches. */
  change(plural: string, name: string, patch: object): ScriptedObject;
  remove(plural: string, name: string): void;
  /** Another history: positions of before are 410, as after a restore. */
  forgetHistory(): void;
  watchCount(): number;
  close(): Promise<void>;
}

interface Watch {
  plural: string;
  response: ServerResponse;
}

export async function startScriptedCluster(): Promise<ScriptedCluster> {
  const shelves = new Map<string, Map<string, ScriptedObject>>();
  const history: { version: number; plural: string; line: string }[] = [];
  const watches = new Set<Watch>();
  const sockets = new Set<Socket>();
  const writes: ScriptedRequest[] = [];
  const faults: Faults = {
    down: false,
    delayMs: 0,
    status: {},
    deaf: false,
    cutWrites: false,
    beforeAnswer: null,
  };
  let version = 1_000;
  let oldest = version;

  const shelf = (plural: string) => {
    const found = shelves.get(plural) ?? new Map<string, ScriptedObject>();
    shelves.set(plural, found);
    return found;
  };
  function announce(plural: string, type: string, object: ScriptedObject): void {
    const line = `${JSON.stringify({ type, object })}\n`;
    history.push({ version, plural, line });
    if (faults.deaf) return;
    for (const watch of watches) if (watch.plural === plural) watch.response.write(line);
  }
  function store(plural: string, object: ScriptedObject, isNew: boolean): ScriptedObject {
    version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    shelf(plural).set(object.metadata.name, stored);
    announce(plural, isNew ? "ADDED" : "MODIFIED", stored);
    return stored;
  }
  function get(plural: string, name: string): ScriptedObject {
    const found = shelf(plural).get(name);
    if (!found) throw new Error(`no ${plural}/${name}`);
    return found;
  }
  function remove(plural: string, name: string): void {
    const object = get(plural, name);
    version += 1;
    shelf(plural).delete(name);
    announce(plural, "DELETED", {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.down) return void request.socket.destroy();
    const body = await readBody(request);
    if (faults.delayMs > 0) await delay(faults.delayMs);
    const url = new URL(request.url ?? "/", "http://cluster");
    if (url.pathname === "/readyz") {
      if (!sendFault(response, "readyz")) send(response, 200, "ok");
      return;
    }
    if (url.pathname === "/version") return send(response, 200, { gitVersion: "v1.35.0" });
    const match =
      /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
        url.pathname,
      );
    const [, namespace, plural = "", name, subresource] = match ?? [];
    if (sendFault(response, plural)) return;
    const method = request.method ?? "GET";
    const dryRun = url.searchParams.get("dryRun") === "All";
    if (method !== "GET" && !dryRun && faults.cutWrites) return void request.socket.destroy();
    if (method !== "GET" && !dryRun) writes.push(toWrite(request, url.pathname, body));
    if (name === undefined) return list(url, plural, namespace, response);
    const object = shelf(plural).get(name);
    if (!object) return sendStatus(response, 404, "NotFound", `${plural} "${name}" not found`);
    if (method === "GET") return send(response, 200, object);
    await write(
      { method, plural, object, subresource, body, dryRun, type: request.headers["content-type"] ?? "" },
      response,
    );
  }

  interface Write {
    method: string;
    plural: string;
    object: ScriptedObject;
    subresource: string | undefined;
    body: unknown;
    dryRun: boolean;
    type: string;
  }
  async function write(given: Write, response: ServerResponse): Promise<void> {
    const { method, plural, object, body, dryRun } = given;
    if (method === "DELETE") {
      if (!dryRun) remove(plural, object.metadata.name);
      return send(response, 200, object);
    }
    const stated = isRecord(body) && isRecord(body.metadata) ? body.metadata.resourceVersion : undefined;
    if (stated !== undefined && stated !== object.metadata.resourceVersion) {
      return sendStatus(response, 409, "Conflict", "the object has been modified");
    }
    const patched = applyPatch(given);
    if (!patched)
      return sendStatus(response, 422, "Invalid", "testing path /metadata/resourceVersion value failed");
    const stored = dryRun ? patched : store(plural, patched, false);
    const before = faults.beforeAnswer;
    if (!dryRun) {
      faults.beforeAnswer = null;
      await before?.(method);
    }
    send(response, 200, stored);
  }

  function applyPatch({ object, body, subresource, type }: Write): ScriptedObject | null {
    try {
      const whole = (
        type.includes("json-patch") ? jsonPatch(object, body as never) : mergePatch(object, body)
      ) as ScriptedObject;
      const isStatus = subresource === "status";
      const { generation } = object.metadata;
      return {
        ...object,
        spec: isStatus ? object.spec : whole.spec,
        status: isStatus ? whole.status : object.status,
        metadata: { ...object.metadata, generation: isStatus ? generation : generation + 1 },
      };
    } catch (error) {
      if (isAppError(error)) return null;
      throw error;
    }
  }

  function list(url: URL, plural: string, namespace: string | undefined, response: ServerResponse): void {
    if (url.searchParams.get("watch") === "true") {
      watch(url, plural, response);
      return;
    }
    const items = [...shelf(plural).values()].filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    );
    send(response, 200, { kind: "List", metadata: { resourceVersion: String(version) }, items });
  }

  function watch(url: URL, plural: string, response: ServerResponse): void {
    const from = Number(url.searchParams.get("resourceVersion"));
    if (from < oldest) {
      sendStatus(response, 410, "Expired", "too old resource version");
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const open = { plural, response };
    watches.add(open);
    const end = setTimeout(() => response.end(), Number(url.searchParams.get("timeoutSeconds") ?? 60) * 1000);
    response.once("close", () => {
      clearTimeout(end);
      watches.delete(open);
    });
    for (const entry of history) {
      if (entry.version > from && entry.plural === plural) response.write(entry.line);
    }
  }

  function sendFault(response: ServerResponse, plural: string): boolean {
    const code = faults.status[plural] ?? faults.status["*"];
    if (code !== undefined) sendStatus(response, code, "Scripted", `scripted ${code}`);
    return code !== undefined;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    writes,
    put(plural, { metadata, ...object }) {
      const base = {
        namespace: "shop",
        uid: randomUUID(),
        generation: 1,
        creationTimestamp: "2026-01-01T00:00:00Z",
      };
      const whole = { apiVersion: "v1", spec: {}, status: {}, ...object, metadata: { ...base, ...metadata } };
      return store(plural, whole as ScriptedObject, true);
    },
    get,
    change: (plural, name, patch) =>
      store(plural, mergePatch(get(plural, name), patch) as ScriptedObject, false),
    remove,
    forgetHistory() {
      version += 1_000;
      oldest = version;
      history.length = 0;
      for (const { response } of watches) response.destroy();
    },
    watchCount: () => watches.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function toWrite(request: IncomingMessage, path: string, body: unknown): ScriptedRequest {
  const groups = request.headersDistinct["impersonate-group"] ?? [];
  const user = request.headersDistinct["impersonate-user"]?.[0];
  return { method: request.method ?? "", path, user, groups, dryRun: false, body };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { readyBulkPods } from "../estate/bulk.ts";
import { applyFaults, faultRequest } from "./fault-request.ts";
import type { ScenarioDirector } from "./scenarios.ts";
import type { World, WorldCluster } from "./world.ts";

export interface ControlServerOptions {
  world: World;
  director: ScenarioDirector;
  /** Watches that are open at a cluster's API server. */
  openWatches: (cluster: string) => number;
  port: number;
}

export interface ControlServer {
  url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: object;
}

type Route = {
  method: string;
  path: RegExp;
  answer: (match: string, body: unknown) => Answer | Promise<Answer>;
};

const MAX_BODY_BYTES = 64 * 1024;
const LOAD_DEADLINE_MS = 120_000;
const loadRequest = z.object({
  pods: z.number().int().min(0).max(50_000),
  changesPerSecond: z.number().min(0).max(1_000).default(0),
});

/**
 * The lab's own controls, on the loopback interface: `GET /scenarios`, `POST /scenarios/:name`, `POST /load`, `GET /stats`,
 * `POST /clusters/:name/faults`, `POST /clusters/:name/controllers`. Requests and answers are JSON.
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const routes = controlRoutes(options);
  const server = createServer((request, response) => {
    respond(routes, request)
      .catch((error: unknown) => failure(error))
      .then((answer) => send(response, answer));
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function controlRoutes({ world, director, openWatches }: ControlServerOptions): Route[] {
  return [
    { method: "GET", path: /^\/scenarios$/, answer: () => ok({ scenarios: director.list() }) },
    {
      method: "POST",
      path: /^\/scenarios\/([\w-]+)$/,
      answer: (name) => {
        const message = director.start(name);
        if (message !== undefined) return ok({ scenario: name, message });
        const names = director.list().map((scenario) => scenario.name);
        return {
          status: 404,
          body: { message: `No scenario is called "${name}". There are: ${names.join(", ")}.` },
        };
      },
    },
    { method: "POST", path: /^\/load$/, answer: (_match, body) => setLoad(world, loadRequest.parse(body)) },
    { method: "GET", path: /^\/stats$/, answer: () => ok({ clusters: stats(world, openWatches) }) },
    {
      method: "POST",
      path: /^\/clusters\/([\w-]+)\/faults$/,
      answer: (name, body) =>
        onCluster(world, name, ({ apiFaults }) => applyFaults(apiFaults, faultRequest.parse(body))),
    },
    {
      method: "POST",
      path: /^\/clusters\/([\w-]+)\/controllers$/,
      answer: (name, body) => onCluster(world, name, ({ manager }) => switchController(manager, body)),
    },
  ];
}

const controllerRequest = z.object({ name: z.string(), running: z.boolean() });

function switchController(manager: WorldCluster["manager"], body: unknown): object {
  const { name, running } = controllerRequest.parse(body);
  if (running) manager.start(name);
  else manager.stop(name);
  return {
    controllers: manager
      .names()
      .map((controller) => ({ name: controller, running: manager.isRunning(controller) })),
  };
}

function onCluster(world: World, name: string, act: (cluster: WorldCluster) => object): Answer {
  const cluster = Object.values(world.clusters).find(({ estate }) => estate.name === name);
  if (!cluster) return { status: 404, body: { message: `No cluster is called "${name}".` } };
  return ok(act(cluster));
}

/** Answers when the pods are there, so that a measurement begins with a settled world. */
async function setLoad(world: World, load: { pods: number; changesPerSecond: number }): Promise<Answer> {
  const { store } = world.clusters.production;
  const { clock } = world;
  const deadlineMs = clock.now() + LOAD_DEADLINE_MS;
  world.setLoad({ pods: load.pods, changesPerSecond: 0 });
  while (readyBulkPods(store) !== load.pods && clock.now() < deadlineMs) {
    await new Promise<void>((resolve) => clock.schedule(200, resolve));
  }
  world.setLoad(load);
  return ok({ message: `${readyBulkPods(store)} of ${load.pods} pods are ready.` });
}

function stats(world: World, openWatches: (cluster: string) => number): Record<string, object> {
  return Object.fromEntries(
    Object.values(world.clusters).map(({ estate, store, manager }) => [
      estate.name,
      {
        openWatches: openWatches(estate.name),
        pods: store.list("pods").length,
        resourceVersion: store.currentVersion(),
        queueLength: manager.queueLength(),
      },
    ]),
  );
}

async function respond(routes: readonly Route[], request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? "/", "http://lab").pathname;
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match && route.method === request.method)
      return route.answer(match[1] ?? "", await readJson(request));
  }
  return { status: 404, body: { message: `The lab has no ${request.method} ${path}.` } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new SyntaxError("The request is too large");
    chunks.push(chunk as Buffer);
  }
  return size === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function ok(body: object): Answer {
  return { status: 200, body };
}

function failure(error: unknown): Answer {
  const isBadInput = error instanceof z.ZodError || error instanceof SyntaxError;
  const message =
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : "failed";
  return { status: isBadInput ? 400 : 500, body: { message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

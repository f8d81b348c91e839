import type { ServerResponse } from "node:http";
import { expect, onTestFinished } from "vitest";
import { resourceTypes } from "../client/resource-type.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import { createReflector } from "../reflector/create-reflector.ts";
import type { Reflector } from "../reflector/reflector.ts";
import type { ReflectorSettings } from "../reflector/reflector-settings.ts";
import type { Change } from "../reflector/reflector-store.ts";
import { eventually } from "./eventually.ts";
import {
  type ScriptedApiServer,
  type ScriptedRequest,
  sendJson,
  sendStatus,
  silentLogger,
  startScriptedApiServer,
} from "./scripted-api-server.ts";

export type Answer = (request: ScriptedRequest, response: ServerResponse) => void;

/** Each answer is used once, the last of a kind for every further request. */
export interface Script {
  lists: Answer[];
  watches: Answer[];
  /** Answers to "is our version still behind yours?" after a failure; well by default. */
  position?: Answer;
}

export interface ScriptedReflector {
  server: ScriptedApiServer;
  reflector: Reflector<string>;
  /** What it published, as `upsert uid-a 1`: each pod is kept as the label `value`. */
  changes: string[];
  states: string[];
  synced(): Promise<void>;
  /** Without the probes by which it finds a watch deaf. */
  watchRequests(): ScriptedRequest[];
  listRequests(): ScriptedRequest[];
}

const isWatch = ({ query }: ScriptedRequest) => query.get("watch") === "true";
const isProbe = (request: ScriptedRequest) => isWatch(request) && request.query.get("timeoutSeconds") === "1";

/** Whether it is asked for its position alone. */
export const isPositionCheck = ({ query }: ScriptedRequest) => query.has("resourceVersionMatch");

/** A pod as a server sends it. */
export const scriptedPod = (name: string, resourceVersion: string, value = "1"): KubeObject => ({
  metadata: {
    name,
    namespace: "n",
    uid: `uid-${name}`,
    resourceVersion,
    creationTimestamp: "",
    labels: { value },
  },
});

/** Answers with a list, or with one page of it. */
export const listOf =
  (items: KubeObject[], resourceVersion: string, next?: string): Answer =>
  (_request, response) =>
    sendJson(response, 200, { metadata: { resourceVersion, continue: next }, items });

/** Answers with a failure. */
export const refusal =
  (code: number, reason: string): Answer =>
  (_request, response) =>
    sendStatus(response, code, reason);

/** Begins a watch with these lines; it stays open. */
export function openWatch(response: ServerResponse, ...lines: string[]): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  for (const line of lines) response.write(line);
}

/** Answers with a watch that brings these lines and stays open. */
export const watchWith =
  (...lines: string[]): Answer =>
  (_request, response) =>
    openWatch(response, ...lines);

/** One line of a watch. */
export const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

/** A reflector of pods at a server that answers by a script. Both end with the test. */
export async function startScriptedReflector(
  script: Script,
  {
    onChanges,
    forgetsUnreadable,
    ...settings
  }: Partial<ReflectorSettings> & { onChanges?: () => void; forgetsUnreadable?: boolean } = {},
): Promise<ScriptedReflector> {
  const counts = { lists: 0, watches: 0 };
  const server = await startScriptedApiServer((request, response) => {
    if (isPositionCheck(request)) return (script.position ?? listOf([], "1"))(request, response);
    const kind = isWatch(request) ? "watches" : "lists";
    const answers = script[kind];
    answers[Math.min(counts[kind]++, answers.length - 1)]?.(request, response);
  });
  const changes: string[] = [];
  const states: string[] = [];
  const reflector = createReflector<string>({
    client: server.client,
    resource: resourceTypes.pods,
    clock: createSystemClock(),
    logger: silentLogger,
    project: ({ metadata }) => metadata.labels?.value,
    forgetsUnreadable,
    listener: {
      onChanges(batch: readonly Change<string>[]) {
        for (const { op, key, item } of batch) changes.push(`${op} ${key} ${item}`);
        onChanges?.();
      },
      onStatus: ({ state }) => states.push(state),
    },
    settings: {
      baseDelayMs: 2,
      maxDelayMs: 10,
      minWatchMs: 0,
      reprobeMs: 20,
      probeGraceMs: 10,
      ...settings,
    },
  });
  reflector.start();
  onTestFinished(async () => {
    await reflector.stop();
    await server.close();
  });
  return {
    server,
    reflector,
    changes,
    states,
    synced: () => eventually(() => expect(reflector.status()).toMatchObject({ synced: true, state: "live" })),
    watchRequests: () => server.requests.filter((request) => isWatch(request) && !isProbe(request)),
    listRequests: () => server.requests.filter((request) => !isWatch(request) && !isPositionCheck(request)),
  };
}

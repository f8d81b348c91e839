import { beforeAll, expect, it, onTestFinished } from "vitest";
import { serveApi } from "../../../testing/served-api.ts";
import { badRequest } from "../../store/status-error.ts";
import type { LogLine, LogReadOptions, LogSource } from "../log-source.ts";

let released = 0;
const asked: LogReadOptions[] = [];

const LONG_LINES = 40;
const LONG_TEXT = "x".repeat(256 * 1024);

/** Each is more than a connection takes at once. */
async function* longLines(): AsyncGenerator<LogLine> {
  for (let left = LONG_LINES; left > 0; left -= 1) yield { timeMs: 0, text: LONG_TEXT };
}
/** One line, then silence until the reader goes; `long` is another matter. */
const logs: LogSource = {
  read: (reference, options) =>
    reference.container === "long"
      ? longLines()
      : {
          [Symbol.asyncIterator]() {
            asked.push(options);
            let isFirst = true;
            let end = () => {};
            return {
              async next() {
                if (reference.container === "broken") throw badRequest("the node does not answer");
                if (!isFirst && options.follow) await new Promise<void>((resolve) => (end = resolve));
                if (!isFirst) return { done: true, value: undefined };
                isFirst = false;
                return { done: false, value: { timeMs: Date.UTC(2026, 0, 5), text: "hello" } };
              },
              async return() {
                if (options.follow && !isFirst) released += 1;
                end();
                return { done: true, value: undefined };
              },
            };
          },
        },
};
const LOG = "/api/v1/namespaces/default/pods/p/log";
const { api, store } = await serveApi({ logs });

beforeAll(() => {
  const containers = ["ok", "broken", "long"].map((name) => ({ name, image: "x:1" }));
  const pod = store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default" },
    spec: { nodeName: "n", containers },
  });
  const containerStatuses = containers.map(({ name }) => ({ name, state: { running: {} } }));
  store.updateStatus("pods", { ...pod, status: { phase: "Running", containerStatuses } });
});

it("without a name the only main container is meant, and every other sort can be named", async () => {
  const running = (name: string) => ({ name, state: { running: {} } });
  const pod = store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "debugged", namespace: "default" },
    spec: {
      nodeName: "n",
      containers: [{ name: "main", image: "x:1" }],
      initContainers: [{ name: "before", image: "x:1" }],
      ephemeralContainers: [{ name: "debugger", image: "x:1" }],
    },
  });
  const ended = { name: "before", state: { terminated: { exitCode: 0 } } };
  const status = {
    phase: "Running",
    containerStatuses: [running("main")],
    initContainerStatuses: [ended],
    ephemeralContainerStatuses: [running("debugger")],
  };
  store.updateStatus("pods", { ...pod, status });
  const log = (query: string) => api("GET", `/api/v1/namespaces/default/pods/debugged/log${query}`);
  for (const query of ["", "?container=before", "?container=debugger"])
    expect(await log(query)).toMatchObject({ code: 200, body: "hello\n" });
  expect((await log("?container=other")).body).toMatchObject({
    code: 400,
    message: "container other is not valid for pod debugged",
  });
});

it("several main containers are named in the refusal, and the init containers beside them", async () => {
  store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "several", namespace: "default" },
    spec: {
      containers: ["a", "b"].map((name) => ({ name, image: "x:1" })),
      initContainers: [{ name: "before", image: "x:1" }],
    },
  });
  expect((await api("GET", "/api/v1/namespaces/default/pods/several/log")).body).toMatchObject({
    code: 400,
    message:
      "a container name must be specified for pod several, choose one of: [a b] or one of the init containers: [before]",
  });
});

it("a reader that goes away while nothing is written releases the source", async () => {
  const reader = await api.open(`${LOG}?container=ok&follow=true`);
  await expect.poll(() => reader.received()).toBe("hello\n");
  reader.close();
  await expect.poll(() => released).toBeGreaterThan(0);
});

it("a reader who is slower than the log leaves nothing on the answer, however often it is waited for", async () => {
  const warnings: string[] = [];
  const listen = ({ name, message }: Error) =>
    name === "MaxListenersExceededWarning" && warnings.push(message);
  process.on("warning", listen);
  onTestFinished(() => void process.off("warning", listen));
  const { body } = await api("GET", `${LOG}?container=long`);
  expect(body).toHaveLength(LONG_LINES * (LONG_TEXT.length + 1));
  expect(warnings).toEqual([]);
});

it("a refusal of the source keeps its code", async () => {
  expect((await api("GET", `${LOG}?container=broken`)).body).toMatchObject({
    code: 400,
    message: "the node does not answer",
  });
});

it("passes on what was asked for, in the source's terms", async () => {
  await api("GET", `${LOG}?container=ok&tailLines=0&sinceTime=2026-01-05T00:00:00Z`);
  expect(asked.at(-1)).toEqual({ follow: false, tailLines: 0, sinceMs: Date.UTC(2026, 0, 5) });
});

it.each([
  "tailLines=-1",
  "tailLines=x",
  "sinceTime=yesterday",
  "sinceSeconds=1&sinceTime=2026-01-05T00:00:00Z",
])("refuses %s", async (query) => {
  expect((await api("GET", `${LOG}?container=ok&${query}`)).code).toBe(400);
});

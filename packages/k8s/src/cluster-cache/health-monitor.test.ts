import { getEventListeners } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import type { ClusterClient } from "../client/cluster-client.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import { sendJson, startScriptedApiServer } from "../testing/scripted-api-server.ts";
import { createHealthMonitor } from "./health-monitor.ts";

const rounds = 40;

test("a cluster that is asked for weeks costs what it costs at first, and is not asked after the stop", async () => {
  const server = await startScriptedApiServer((_request, response) => sendJson(response, 200, {}));
  onTestFinished(() => server.close());
  let asking: AbortSignal | undefined;
  const client: Pick<ClusterClient, "request"> = {
    request(request) {
      asking = request.signal;
      return server.client.request(request);
    },
  };
  const listeners: number[] = [];
  await new Promise<void>((done) => {
    const monitor = createHealthMonitor({
      client: client as ClusterClient,
      clock: createSystemClock(),
      intervalMs: 1,
      timeoutMs: 5_000,
      async verifyWatches() {
        listeners.push(asking ? getEventListeners(asking, "abort").length : -1);
        if (listeners.length < rounds) return;
        monitor.stop();
        done();
      },
      onRecovered: () => undefined,
      onProbed: () => undefined,
    });
    monitor.start();
  });
  expect(listeners.at(-1)).toBe(listeners[0]);
  expect(asking && getEventListeners(asking, "abort")).toEqual([]);
  expect(server.requests).toHaveLength(rounds);
});

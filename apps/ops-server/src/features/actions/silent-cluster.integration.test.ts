import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import { moveToStep, putPausedCanary } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { leaveInterrupted } from "../../testing/leave-interrupted.ts";
import { startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
const promote = { action: "rollout.promote", target } as const;
const onSilent = { ...promote, target: { ...target, environment: "dr", name: "lost" } };
const abandonedMs = 30_000;

let ops: TestOps;
let silent: Server;
let directory: string;
/** Connections on which the object of the interrupted action was asked for. */
let asked: Socket[];
beforeEach(async () => {
  asked = [];
  silent = createServer((request) => {
    if (request.url?.endsWith("/rollouts/lost")) asked.push(request.socket);
  });
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  directory = await mkdtemp(join(tmpdir(), "horizon-silent-"));
  const kubeconfig = join(directory, "kubeconfig");
  const server = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await writeFile(
    kubeconfig,
    stringify({
      clusters: [{ name: "silent", cluster: { server } }],
      users: [{ name: "silent", user: { token: "token" } }],
      contexts: [{ name: "silent", context: { cluster: "silent", user: "silent" } }],
    }),
  );
  const environment = (id: string, cluster: string) => ({
    ...{ id, title: id, cluster },
    ...{ namespaces: ["shop"], tier: "production" },
  });
  ops = await startTestOps({
    clustersFile: stringify({
      clusters: [
        { name: "main", region: "us-east-1", kubeconfig: "%s", context: "scripted" },
        { name: "silent", region: "us-west-2", kubeconfig, context: "silent" },
      ],
      environments: [environment("production", "main"), environment("dr", "silent")],
    }),
  });
  putPausedCanary(ops.cluster);
});
afterEach(async () => {
  await ops.close();
  silent.closeAllConnections();
  silent.close();
  await rm(directory, { recursive: true });
});

it("an interrupted action on a cluster that says nothing does not hold up those on others", async () => {
  const olive = await ops.as("olive");
  const { seen } = await eventually(() => olive.trpc.actions.preview.query({ command: promote }));
  const input = { idempotencyKey: randomUUID(), command: promote, reason: "looks good", seen };
  const { id } = await olive.trpc.actions.execute.mutate(input);
  const left = await leaveInterrupted(ops.db, onSilent, {
    cluster: "silent",
    before: ops.cluster.get("rollouts", "api"),
  });
  ops.advance(abandonedMs + 1);
  await eventually(() => expect(asked).toHaveLength(1));
  moveToStep(ops.cluster, 3);
  const stateOf = async (intentId: string) => (await olive.trpc.actions.get.query({ intentId })).state;
  await eventually(async () => expect(await stateOf(id)).toBe("observed"));
  // It still waits for the first answer.
  expect(asked.map(({ destroyed }) => destroyed)).toEqual([false]);
  expect(await stateOf(left.id)).toBe("acting");
});

import { randomUUID } from "node:crypto";
import { listAuditEvents } from "@horizon/db";
import { createLogger } from "@horizon/logger";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseEnv } from "./env.ts";
import { type RunningWorker, startWorker } from "./start-worker.ts";
import { startCuttableProxy } from "./testing/cuttable-proxy.ts";
import { putPausedCanary } from "./testing/estate-objects.ts";
import { eventually } from "./testing/eventually.ts";
import type { OpsClient } from "./testing/ops-client.ts";
import { startTestOps, type TestOps } from "./testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;

let ops: TestOps;
let olive: OpsClient;
let worker: RunningWorker | undefined;
beforeEach(async () => {
  ops = await startTestOps();
  putPausedCanary(ops.cluster);
  olive = await ops.as("olive");
});
afterEach(async () => {
  await worker?.stop();
  await ops.close();
});

it("closes a request for approval whose time is over, and every open browser sees it", async () => {
  const command = { action: "rollout.promoteFull", target } as const;
  const { seen } = await eventually(() => olive.trpc.actions.preview.query({ command }));
  const input = { idempotencyKey: randomUUID(), command, reason: "ship it", seen };
  const { id } = await olive.trpc.actions.execute.mutate(input);
  const stream = await olive.follow(["intents"]);

  worker = await startWorker({
    env: parseEnv(ops.variables),
    logger: createLogger("test", { level: "silent" }),
    now: () => new Date(Date.now() + 31 * 60_000),
    intervalMs: 100,
  });

  await eventually(async () =>
    expect((await olive.trpc.actions.get.query({ intentId: id })).state).toBe("expired"),
  );
  await eventually(() => {
    const rows = stream.messages.flatMap((message) => (message.type === "rows" ? message.rows : []));
    expect(rows).toContainEqual(expect.objectContaining({ id, state: "expired" }));
  });
  expect(await olive.trpc.actions.pending.query()).toEqual([]);
  expect((await listAuditEvents(ops.db, { limit: 1 })).rows[0]).toMatchObject({
    intentId: id,
    outcome: "expired",
  });
  stream.close();
});

it("lives while the database is away, and says that it is stuck when a round never ends", async () => {
  const proxy = await startCuttableProxy();
  const failures: string[] = [];
  worker = await startWorker({
    env: parseEnv({ ...ops.variables, DATABASE_URL: proxy.urlOf(ops.database.url) }),
    logger: createLogger("test", { destination: { write: (line) => void failures.push(line) } }),
    intervalMs: 50,
    stuckAfterMs: 3_000,
  });
  const { port } = worker;
  const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}/health/${path}`)).status;
  await eventually(async () => expect(await statusOf("ready")).toBe(200));

  proxy.cut();
  const countFailed = () => failures.filter((line) => line.includes("a round of work failed")).length;
  await eventually(() => expect(countFailed()).toBeGreaterThan(20));
  expect([await statusOf("live"), await statusOf("ready")]).toEqual([200, 503]);

  proxy.mend();
  await eventually(async () => expect(await statusOf("ready")).toBe(200));
  proxy.freeze();
  await eventually(async () => expect(await statusOf("live")).toBe(503));
  await proxy.close();
  await eventually(async () => expect(await statusOf("live")).toBe(200));
});

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { listAuditEvents, transitionIntent } from "@horizon/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moveToStep, putPausedCanary } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { leaveInterrupted } from "../../testing/leave-interrupted.ts";
import type { OpsClient } from "../../testing/ops-client.ts";
import { startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
const promote = { action: "rollout.promote", target } as const;

/** So long nobody else touches an action that a process may still be at. */
const abandonedMs = 30_000;

describe("a process that is killed", () => {
  let ops: TestOps;
  let olive: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    putPausedCanary(ops.cluster);
    olive = await ops.as("olive");
    await eventually(async () => {
      expect((await olive.trpc.rollouts.list.query({ environment: "production" })).freshness.state).toBe(
        "live",
      );
    });
  });
  afterEach(() => ops.close());

  const recent = async () => (await olive.trpc.actions.recent.query({}))[0];

  async function startProcess() {
    const child = spawn(process.execPath, [fileURLToPath(new URL("../../api.ts", import.meta.url))], {
      env: { ...ops.variables, LOG_LEVEL: "info" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise<number>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const entry = JSON.parse(line) as { ready?: boolean; port?: number };
        if (entry.ready && entry.port) resolve(entry.port);
      });
    });
    return { child, port };
  }

  it("after the cluster has taken its request: what was done is found, and not done twice", async () => {
    const { child, port } = await startProcess();
    const there = await ops.as("olive", () => port);
    const { seen } = await olive.trpc.actions.preview.query({ command: promote });
    ops.cluster.faults.beforeAnswer = async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    };
    const input = { idempotencyKey: randomUUID(), command: promote, reason: "looks good", seen };
    await expect(there.trpc.actions.execute.mutate(input)).rejects.toThrow();
    expect((await recent())?.state).toBe("acting");
    ops.advance(abandonedMs + 1);
    await eventually(async () => expect((await recent())?.state).toMatch(/accepted|not_picked_up/));
    moveToStep(ops.cluster, 3);
    await eventually(async () => expect((await recent())?.state).toBe("observed"));
    // The same click again, on the process that survived.
    expect((await olive.trpc.actions.execute.mutate(input)).state).toBe("observed");
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it.each([
    ["was taken", true, "observed"],
    ["never arrived", false, "failed"],
  ] as const)(
    "is not needed to lose an answer: that the request %s is found out, and nobody is told that nothing was done",
    async (_case, isTaken, settled) => {
      const { seen } = await olive.trpc.actions.preview.query({ command: promote });
      if (isTaken) ops.cluster.faults.beforeAnswer = () => Promise.reject(new Error("cut"));
      else ops.cluster.faults.cutWrites = true;
      const input = { idempotencyKey: randomUUID(), command: promote, reason: "looks good", seen };
      const intent = await olive.trpc.actions.execute.mutate(input);
      expect(intent).toMatchObject({ state: "acting", message: expect.stringContaining("answer was lost") });
      ops.cluster.faults.cutWrites = false;
      ops.advance(abandonedMs + 1);
      await eventually(async () => expect((await recent())?.state).not.toBe("acting"));
      if (isTaken) moveToStep(ops.cluster, 3);
      await eventually(async () => expect((await recent())?.state).toBe(settled));
      expect(ops.cluster.writes).toHaveLength(isTaken ? 1 : 0);
    },
  );

  it.each(["requested", "acting"] as const)(
    "before it sent anything (%s): nothing is done, and it says so",
    async (state) => {
      const before = state === "acting" ? { before: ops.cluster.get("rollouts", "api") } : {};
      const intent = await leaveInterrupted(ops.db, promote, before);
      ops.advance(abandonedMs + 1);
      await eventually(async () =>
        expect(await recent()).toMatchObject({
          state: "failed",
          message: expect.stringContaining("nothing was done"),
        }),
      );
      expect(ops.cluster.writes).toEqual([]);
      expect((await listAuditEvents(ops.db, { limit: 1 })).rows[0]).toMatchObject({
        intentId: intent.id,
        outcome: "failed",
      });
    },
  );

  it("on an environment that is configured no more: other actions are followed all the same", async () => {
    const { seen } = await olive.trpc.actions.preview.query({ command: promote });
    const input = { idempotencyKey: randomUUID(), command: promote, reason: "looks good", seen };
    const { id } = await olive.trpc.actions.execute.mutate(input);
    const elsewhere = { ...promote, target: { ...target, environment: "given-up" } };
    const left = await leaveInterrupted(ops.db, elsewhere, { before: ops.cluster.get("rollouts", "api") });
    await transitionIntent(ops.db, left.id, { from: ["acting"], to: "accepted" });
    await eventually(async () => expect((await recent())?.id).toBe(left.id));
    moveToStep(ops.cluster, 3);
    await eventually(async () =>
      expect((await olive.trpc.actions.get.query({ intentId: id })).state).toBe("observed"),
    );
  });

  it("for longer than an action is followed: what was done meanwhile is found all the same, and what cannot be told ends", async () => {
    const actedAt = new Date(Date.now() - 2 * 24 * 60 * 60_000);
    const before = ops.cluster.get("rollouts", "api");
    moveToStep(ops.cluster, 3);
    const accept = async (environment: string) => {
      const command = { ...promote, target: { ...target, environment } };
      const { id } = await leaveInterrupted(ops.db, command, { before });
      await transitionIntent(ops.db, id, { from: ["acting"], to: "accepted", actedAt });
      return id;
    };
    const done = await accept(target.environment);
    const lost = await accept("given-up");
    await eventually(async () => {
      expect(await olive.trpc.actions.get.query({ intentId: done })).toMatchObject({ state: "observed" });
      expect(await olive.trpc.actions.get.query({ intentId: lost })).toMatchObject({
        state: "failed",
        message: expect.stringContaining("given-up is configured no more"),
      });
    });
  });

  it("stops by itself on SIGTERM, with a stream open", async () => {
    const { child, port } = await startProcess();
    const reader = await (await ops.as("olive", () => port)).follow(["overview"]);
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = await exited;
    await reader.ended;
    expect(code).toBe(0);
  });
});

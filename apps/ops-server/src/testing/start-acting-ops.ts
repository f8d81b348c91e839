import { randomUUID } from "node:crypto";
import type { ClusterCommand, ExecuteInput, SettingsCommand } from "@horizon/contracts";
import { listAuditEvents } from "@horizon/db";
import { putDeployment, putPausedCanary } from "./estate-objects.ts";
import { eventually } from "./eventually.ts";
import type { OpsClient } from "./ops-client.ts";
import { startTestOps } from "./start-test-ops.ts";

export type ActingOps = Awaited<ReturnType<typeof startActingOps>>;

/** An ops-server that sees a paused canary `api` and a Deployment `worker`, and two operators who act on them. */
export async function startActingOps() {
  const ops = await startTestOps();
  putPausedCanary(ops.cluster);
  putDeployment(ops.cluster);
  const [olive, otto] = [await ops.as("olive"), await ops.as("otto")];
  await eventually(async () => {
    const { rows, freshness } = await olive.trpc.rollouts.list.query({ environment: "production" });
    if (rows.length !== 1 || freshness.state !== "live")
      throw new Error(`The rollouts are ${freshness.state}.`);
  });
  return {
    ops,
    olive,
    otto,
    /** A command with what its preview shows now. */
    async inputFor(client: OpsClient, command: ClusterCommand, change: Partial<ExecuteInput> = {}) {
      const { seen } = await client.trpc.actions.preview.query({ command });
      return { idempotencyKey: randomUUID(), command, reason: "looks good", seen, ...change };
    },
    stateOf: async (client: OpsClient, intentId: string) =>
      (await client.trpc.actions.get.query({ intentId })).state,
    /** Who did what and how it came out, the last first. */
    async outcomes() {
      const { rows } = await listAuditEvents(ops.db, { limit: 50 });
      return rows.map(({ action, outcome, actorName }) => [actorName, action, outcome].join(" "));
    },
    /** Changes Horizon itself, as an admin. */
    settle: async (command: SettingsCommand) =>
      (await ops.as("ada")).trpc.actions.execute.mutate({
        ...{ idempotencyKey: randomUUID(), command, reason: "books close" },
      }),
  };
}

/** A freeze of production that runs now. */
export const freeze = (): SettingsCommand => ({
  action: "freezeWindow.create",
  window: {
    title: "Quarter end",
    environment: "production",
    services: null,
    startsAt: new Date(Date.now() - 3_600_000).toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    exceptMemberIds: [],
    exceptServices: [],
  },
});

import { randomUUID } from "node:crypto";
import { chmod, rm } from "node:fs/promises";
import { type EmbeddedPostgres, makeThrowawayDirectory, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moveToStep, putPausedCanary } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import { errorOf, type OpsClient } from "../testing/ops-client.ts";
import { startTestOps, type TestOps } from "../testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;

describe("PostgreSQL stopped and started again", () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let ops: TestOps;
  let olive: OpsClient;
  beforeEach(async () => {
    dataDir = await makeThrowawayDirectory("horizon-restart-");
    // The server runs as another user when root runs the tests.
    await chmod(dataDir, 0o711);
    postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
    await applyMigrations({ url: postgres.adminUrl });
    ops = await startTestOps({ database: { url: postgres.url, close: async () => undefined } });
    putPausedCanary(ops.cluster);
    olive = await ops.as("olive");
    await eventually(async () => expect((await list()).freshness.state).toBe("live"));
    expect(await readiness()).toEqual([200, []]);
  });
  afterEach(async () => {
    await ops.close();
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  });
  const list = () => olive.trpc.rollouts.list.query({ environment: "production" });
  const readiness = async () => {
    const answer = await olive.get("/health/ready");
    const { impairments } = await answer.json();
    return [answer.status, impairments];
  };
  async function promotion(reason: string) {
    const command = { action: "rollout.promote", target } as const;
    const { seen } = await olive.trpc.actions.preview.query({ command });
    return { idempotencyKey: randomUUID(), command, reason, seen };
  }

  it("no acknowledged write is lost, streams go on, and the api is sent requests all the time", async () => {
    const stream = await olive.follow(["rollouts:production", "settings"]);
    const stepsSeen = () =>
      stream.messages.flatMap((message) =>
        message.type === "rows" ? message.rows.map((row) => row.stepIndex) : [],
      );
    const settingsSaid = () => stream.messages.filter(({ type }) => type === "invalidate").length;
    const databaseSaid = () =>
      stream.messages.flatMap((message) =>
        message.type === "freshness" ? [message.databaseSilentSince !== null] : [],
      );
    const ada = await ops.as("ada");
    const member = { email: "new@example.com", name: "New", role: "viewer" } as const;
    await ada.trpc.actions.execute.mutate({
      idempotencyKey: randomUUID(),
      command: { action: "member.create", member },
      reason: "joined the team",
    });
    const promoted = await olive.trpc.actions.execute.mutate(await promotion("error rate is fine"));
    const refused = await promotion("sent while the database was down");
    await eventually(() => expect(settingsSaid()).toBeGreaterThan(0));

    await postgres.stop();
    await eventually(async () => expect(await readiness()).toEqual([200, ["the database does not answer"]]));
    await eventually(() => expect(databaseSaid().at(-1)).toBe(true));
    const writes = ops.cluster.writes.length;
    expect((await errorOf(olive.trpc.actions.execute.mutate(refused))).appCode).toBe("UNAVAILABLE");
    expect(ops.cluster.writes).toHaveLength(writes);
    moveToStep(ops.cluster, 2);
    await eventually(() => expect(stepsSeen()).toContain(2));
    const saidBefore = settingsSaid();

    postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port });
    await eventually(async () => expect(await readiness()).toEqual([200, []]));
    await eventually(() => expect(databaseSaid().at(-1)).toBe(false));
    // The listener is back as well: what it may have missed is announced once.
    await eventually(() => expect(settingsSaid()).toBeGreaterThan(saidBefore));
    const members = await ada.trpc.members.list.query();
    expect(members.map(({ email }) => email)).toContain("new@example.com");
    const { rows } = await ada.trpc.audit.list.query({ action: "rollout.promote" });
    expect(rows.map(({ intentId }) => intentId)).toContain(promoted.id);
    expect(await ada.trpc.audit.verify.query()).toMatchObject({ ok: true });
    await eventually(async () => {
      const { entries } = await olive.trpc.changes.list.query({ environment: "production" });
      expect(entries.map(({ summary }) => summary).join()).toContain("step 3 of 4");
    });
    moveToStep(ops.cluster, 3);
    await eventually(() => expect(stepsSeen()).toContain(3));
    stream.close();
  });
});

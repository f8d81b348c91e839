import { randomUUID } from "node:crypto";
import type { ClusterCommand, SettingsCommand } from "@horizon/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moveToStep } from "../../testing/estate-objects.ts";
import { errorOf, type OpsClient } from "../../testing/ops-client.ts";
import { type ActingOps, freeze, startActingOps } from "../../testing/start-acting-ops.ts";
import { emailOf, type TestOps } from "../../testing/start-test-ops.ts";

const promoteFull: ClusterCommand = {
  action: "rollout.promoteFull",
  target: { environment: "production", kind: "Rollout", namespace: "shop", name: "api" },
};

let acting: ActingOps;
let ops: TestOps;
let olive: OpsClient;
let otto: OpsClient;
beforeEach(async () => {
  acting = await startActingOps();
  ({ ops, olive, otto } = acting);
});
afterEach(() => ops.close());

describe("with two persons", () => {
  const ask = async () => olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promoteFull));
  const decide = (
    client: OpsClient,
    intent: { id: string; approval: { digest: string } | null },
    change = {},
  ) =>
    client.trpc.actions.decide.mutate({
      intentId: intent.id,
      decision: "approved",
      digest: intent.approval?.digest ?? "",
      ...change,
    });

  it("promotes in full in production only once another person has approved", async () => {
    const intent = await ask();
    expect(intent.state).toBe("awaiting_approval");
    expect(ops.cluster.writes).toEqual([]);
    const { waiting } = await otto.trpc.overview.get.query({});
    expect(waiting.find(({ kind }) => kind === "approval")).toMatchObject({
      actionable: true,
      key: intent.id,
    });
    expect((await decide(otto, intent, { comment: "agreed" })).state).toBe("accepted");
    expect(ops.cluster.writes).toMatchObject([
      { user: emailOf("olive"), body: { status: { promoteFull: true } } },
    ]);
    expect((await acting.outcomes()).slice(0, 3)).toEqual([
      "olive rollout.promoteFull accepted",
      "otto approval.approved approved",
      "olive rollout.promoteFull approval requested",
    ]);
  });

  it("does not take the requester's own approval, nor that of someone without the permission", async () => {
    const intent = await ask();
    expect((await errorOf(decide(olive, intent))).appCode).toBe("FORBIDDEN");
    expect((await errorOf(decide(await ops.as("vera"), intent))).appCode).toBe("FORBIDDEN");
    expect(await acting.stateOf(olive, intent.id)).toBe("awaiting_approval");
    expect(ops.cluster.writes).toEqual([]);
  });

  it("does not take an approval of something else than was asked", async () => {
    const intent = await ask();
    expect((await errorOf(decide(otto, intent, { digest: "0".repeat(64) }))).appCode).toBe("STALE");
    expect(ops.cluster.writes).toEqual([]);
  });

  it("does not take an approval after half an hour", async () => {
    const intent = await ask();
    ops.advance(30 * 60_000 + 1);
    expect((await errorOf(decide(otto, intent))).appCode).toBe("PRECONDITION_FAILED");
    expect(ops.cluster.writes).toEqual([]);
  });

  it("does not act on an approval when the rollout has moved meanwhile", async () => {
    const intent = await ask();
    moveToStep(ops.cluster, 3);
    expect((await errorOf(decide(otto, intent))).appCode).toBe("STALE");
    expect(await acting.stateOf(olive, intent.id)).toBe("refused");
    expect(ops.cluster.writes).toEqual([]);
  });

  it.each([
    ["lost the right", { action: "member.setRole", role: "viewer" }],
    ["was turned out", { action: "member.setActive", active: false }],
  ] as const)("does not act for a requester who %s meanwhile", async (_case, change) => {
    const intent = await ask();
    const ada = await ops.as("ada");
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf("olive"));
    const command = { ...change, memberId: member?.id ?? "" } as SettingsCommand;
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "moved on" });
    const error = await errorOf(decide(otto, intent));
    expect(error).toMatchObject({
      appCode: "PRECONDITION_FAILED",
      message: expect.stringContaining("olive"),
    });
    expect((await otto.trpc.actions.get.query({ intentId: intent.id })).state).toBe("refused");
    expect(ops.cluster.writes).toEqual([]);
  });

  describe("for a requester whose role is a lesser one by now", () => {
    const askAsCole = async () => {
      const cole = await ops.as("cole");
      const acknowledgedGuards = ["freeze-window"];
      const intent = await cole.trpc.actions.execute.mutate(
        await acting.inputFor(cole, promoteFull, { acknowledgedGuards }),
      );
      const memberId = intent.actor.id;
      await acting.settle({ action: "member.setRole", memberId, role: "operator" });
      return intent;
    };

    it("acts with that role", async () => {
      expect((await decide(otto, await askAsCole())).state).toBe("accepted");
      expect(ops.cluster.writes).toMatchObject([{ user: emailOf("cole"), groups: ["horizon:operator"] }]);
    });

    it("does not override what that role may not", async () => {
      await acting.settle(freeze());
      expect((await errorOf(decide(otto, await askAsCole()))).appCode).toBe("PRECONDITION_FAILED");
      expect(ops.cluster.writes).toEqual([]);
    });
  });

  it("does nothing when it is rejected, and cannot be approved afterwards", async () => {
    const intent = await ask();
    expect((await decide(otto, intent, { decision: "rejected", comment: "not today" })).state).toBe(
      "rejected",
    );
    expect((await errorOf(decide(otto, intent))).appCode).toBe("CONFLICT");
    expect(ops.cluster.writes).toEqual([]);
  });
});

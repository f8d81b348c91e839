import { randomUUID } from "node:crypto";
import type { ClusterCommand, ExecuteInput, SettingsCommand } from "@horizon/contracts";
import { listAuditEvents, listIntents } from "@horizon/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moveToStep, putDeployment, putPausedCanary } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { errorOf, type OpsClient } from "../../testing/ops-client.ts";
import { emailOf, startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

const rollout = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
const deployment = {
  environment: "production",
  kind: "Deployment",
  namespace: "shop",
  name: "worker",
} as const;
const promote: ClusterCommand = { action: "rollout.promote", target: rollout };
const promoteFull: ClusterCommand = { action: "rollout.promoteFull", target: rollout };

describe("the action executor", () => {
  let ops: TestOps;
  let olive: OpsClient;
  let otto: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    putPausedCanary(ops.cluster);
    putDeployment(ops.cluster);
    [olive, otto] = [await ops.as("olive"), await ops.as("otto")];
    await eventually(async () => {
      const { rows, freshness } = await olive.trpc.rollouts.list.query({ environment: "production" });
      expect([rows.length, freshness.state]).toEqual([1, "live"]);
    });
  });
  afterEach(() => ops.close());

  async function inputFor(client: OpsClient, command: ClusterCommand, change: Partial<ExecuteInput> = {}) {
    const { seen } = await client.trpc.actions.preview.query({ command });
    return { idempotencyKey: randomUUID(), command, reason: "looks good", seen, ...change };
  }
  const stateOf = async (intentId: string) => (await olive.trpc.actions.get.query({ intentId })).state;
  const outcomes = async () =>
    (await listAuditEvents(ops.db, { limit: 50 })).rows.map(({ action, outcome, actorName }) =>
      [actorName, action, outcome].join(" "),
    );

  const settle = async (command: SettingsCommand) =>
    (await ops.as("ada")).trpc.actions.execute.mutate({
      ...{ idempotencyKey: randomUUID(), command, reason: "books close" },
    });
  const freeze = (): SettingsCommand => ({
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

  it("promotes once, as the person who asked, and reports success only when the controller has moved", async () => {
    const intent = await olive.trpc.actions.execute.mutate(await inputFor(olive, promote));
    expect(intent.state).toBe("accepted");
    expect(ops.cluster.writes).toMatchObject([
      {
        method: "PATCH",
        user: emailOf("olive"),
        groups: ["horizon:operator"],
        body: { status: { pauseConditions: null } },
      },
    ]);
    moveToStep(ops.cluster, 3);
    await eventually(async () => expect(await stateOf(intent.id)).toBe("observed"));
    expect(await outcomes()).toEqual(["olive rollout.promote observed", "olive rollout.promote accepted"]);
  });

  it("takes a double click for one action", async () => {
    const input = await inputFor(olive, promote);
    const [first, second] = await Promise.all([
      olive.trpc.actions.execute.mutate(input),
      olive.trpc.actions.execute.mutate(input),
    ]);
    expect(first.id).toBe(second.id);
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("refuses a second promote while the first is on its way: no gate is skipped", async () => {
    const input = await inputFor(olive, promote);
    await olive.trpc.actions.execute.mutate(input);
    const again = await inputFor(olive, promote);
    expect((await errorOf(olive.trpc.actions.execute.mutate(again))).appCode).toBe("PRECONDITION_FAILED");
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("lets one of two people who promote at once win; the other is told that it changed", async () => {
    const inputs = await Promise.all([inputFor(olive, promote), inputFor(otto, promote)]);
    const results = await Promise.allSettled([
      olive.trpc.actions.execute.mutate(inputs[0]),
      otto.trpc.actions.execute.mutate(inputs[1]),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = results.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason.data).toMatchObject({ appCode: "STALE", httpStatus: 409 });
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("refuses to promote a rollout that moved after the person looked", async () => {
    const input = await inputFor(olive, promote);
    moveToStep(ops.cluster, 3);
    const error = await errorOf(olive.trpc.actions.execute.mutate(input));
    expect(error).toMatchObject({ appCode: "STALE", message: expect.stringContaining("step 4") });
    expect(ops.cluster.writes).toEqual([]);
    expect(await outcomes()).toEqual(["olive rollout.promote refused"]);
  });

  it("says that a stopped controller has not picked it up, and notices when it does later", async () => {
    const { id } = await olive.trpc.actions.execute.mutate(await inputFor(olive, promote));
    ops.advance(20_001);
    await eventually(async () => expect(await stateOf(id)).toBe("not_picked_up"));
    moveToStep(ops.cluster, 3);
    await eventually(async () => expect(await stateOf(id)).toBe("observed"));
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("gives up what no controller picked up for a day: it ends with the reason, and nobody is asked to look any more", async () => {
    const { id } = await olive.trpc.actions.execute.mutate(await inputFor(olive, promote));
    ops.advance(20_001);
    await eventually(async () => expect(await stateOf(id)).toBe("not_picked_up"));
    const waiting = async () =>
      (await olive.trpc.overview.get.query({})).waiting.filter(({ key }) => key === id);
    expect(await waiting()).toHaveLength(1);
    ops.advance(24 * 60 * 60_000);
    olive = await ops.as("olive");
    await eventually(async () => expect(await stateOf(id)).toBe("failed"));
    expect((await olive.trpc.actions.get.query({ intentId: id })).message).toMatch(
      /Given up after 24 hours: .* may still be done/,
    );
    expect(await waiting()).toEqual([]);
    expect(await outcomes()).toContain("olive rollout.promote failed");
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("refuses a key that comes again with another body", async () => {
    const input = await inputFor(olive, promote);
    await olive.trpc.actions.execute.mutate(input);
    const changed = { ...input, reason: "another reason" };
    expect((await errorOf(olive.trpc.actions.execute.mutate(changed))).appCode).toBe("CONFLICT");
  });

  it.each([
    ["a missing reason", { reason: " " }, { reason: ["is required"] }],
    ["no sight of the target", { seen: null }, { seen: [expect.any(String)] }],
    ["an over-long reason", { reason: "x".repeat(501) }, { reason: [expect.any(String)] }],
    ["a key that is no UUID", { idempotencyKey: "1" }, { idempotencyKey: [expect.any(String)] }],
  ])("refuses %s, names the field and changes nothing", async (_case, change, fieldErrors) => {
    const error = await errorOf(olive.trpc.actions.execute.mutate(await inputFor(olive, promote, change)));
    expect(error.appCode).toBe("INVALID_INPUT");
    expect(error.data.fieldErrors).toEqual(fieldErrors);
    expect(ops.cluster.writes).toEqual([]);
    expect((await listIntents(ops.db, { limit: 10 })).rows).toEqual([]);
  });

  it.each([
    ["an unknown environment", { ...rollout, environment: "moon" }],
    ["another environment's namespace", { ...rollout, environment: "staging" }],
    ["an unknown name", { ...rollout, name: "nobody" }],
  ])("does not find %s", async (_case, target) => {
    const input = await inputFor(olive, promote, { command: { action: "rollout.promote", target } });
    expect((await errorOf(olive.trpc.actions.execute.mutate(input))).appCode).toBe("NOT_FOUND");
    expect(ops.cluster.writes).toEqual([]);
  });

  it.each(["vera", "mona"])(
    "denies %s, whose role may change nothing, and audits the attempt",
    async (name) => {
      const client = await ops.as(name);
      const error = await errorOf(client.trpc.actions.execute.mutate(await inputFor(olive, promote)));
      expect(error).toMatchObject({ appCode: "FORBIDDEN", data: { httpStatus: 403 } });
      expect(ops.cluster.writes).toEqual([]);
      expect(await outcomes()).toEqual([`${name} access.denied denied`]);
    },
  );

  it("refuses a change from another origin, without a session, and by a member who was deactivated", async () => {
    const input = await inputFor(olive, promote);
    const foreign = ops.clientWith("next-auth.session-token=none", "http://evil.test");
    expect((await errorOf(foreign.trpc.actions.execute.mutate(input))).appCode).toBe("FORBIDDEN");
    const anonymous = ops.clientWith(null);
    expect((await errorOf(anonymous.trpc.actions.execute.mutate(input))).appCode).toBe("UNAUTHENTICATED");
    const ada = await ops.as("ada");
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf("olive"));
    const command = { action: "member.setActive", memberId: member?.id ?? "", active: false } as const;
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "left" });
    expect((await errorOf(olive.trpc.actions.execute.mutate(input))).appCode).toBe("UNAUTHENTICATED");
    expect(ops.cluster.writes).toEqual([]);
  });

  it("stops changes in a freeze window, unless an on-call engineer overrides it by name", async () => {
    await settle(freeze());
    const refused = await errorOf(olive.trpc.actions.execute.mutate(await inputFor(olive, promote)));
    expect(refused).toMatchObject({
      appCode: "PRECONDITION_FAILED",
      message: expect.stringContaining("Quarter end"),
    });
    expect(ops.cluster.writes).toEqual([]);
    const insisted = await inputFor(olive, promote, { acknowledgedGuards: ["freeze-window"] });
    expect((await errorOf(olive.trpc.actions.execute.mutate(insisted))).appCode).toBe("PRECONDITION_FAILED");
    expect(ops.cluster.writes).toEqual([]);
    const cole = await ops.as("cole");
    const overridden = await inputFor(cole, promote, { acknowledgedGuards: ["freeze-window"] });
    expect((await cole.trpc.actions.execute.mutate(overridden)).state).toBe("accepted");
  });

  it("lets a person act thirty times a minute, and no more", async () => {
    const input = await inputFor(olive, promote);
    const calls = Array.from({ length: 31 }, () =>
      errorOf(olive.trpc.actions.execute.mutate({ ...input, reason: "" })),
    );
    const codes = (await Promise.all(calls)).map(({ appCode }) => appCode);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(1);
  });

  describe("with two persons", () => {
    const ask = async () => olive.trpc.actions.execute.mutate(await inputFor(olive, promoteFull));
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
      expect((await outcomes()).slice(0, 3)).toEqual([
        "olive rollout.promoteFull accepted",
        "otto approval.approved approved",
        "olive rollout.promoteFull approval requested",
      ]);
    });

    it("does not take the requester's own approval, nor that of someone without the permission", async () => {
      const intent = await ask();
      expect((await errorOf(decide(olive, intent))).appCode).toBe("FORBIDDEN");
      expect((await errorOf(decide(await ops.as("vera"), intent))).appCode).toBe("FORBIDDEN");
      expect(await stateOf(intent.id)).toBe("awaiting_approval");
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
      expect(await stateOf(intent.id)).toBe("refused");
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
          await inputFor(cole, promoteFull, { acknowledgedGuards }),
        );
        const memberId = intent.actor.id;
        await settle({ action: "member.setRole", memberId, role: "operator" });
        return intent;
      };

      it("acts with that role", async () => {
        expect((await decide(otto, await askAsCole())).state).toBe("accepted");
        expect(ops.cluster.writes).toMatchObject([{ user: emailOf("cole"), groups: ["horizon:operator"] }]);
      });

      it("does not override what that role may not", async () => {
        await settle(freeze());
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

  it("restarts, scales and rolls back a Deployment through the same gate", async () => {
    const commands: ClusterCommand[] = [
      { action: "workload.scale", target: deployment, replicas: 5 },
      { action: "workload.restart", target: deployment },
      { action: "workload.rollBack", target: deployment, revision: 1 },
    ];
    for (const command of commands) {
      const intent = await olive.trpc.actions.execute.mutate(await inputFor(olive, command));
      expect(intent.state, command.action).toBe("accepted");
    }
    expect(ops.cluster.get("deployments", "worker").spec).toMatchObject({
      replicas: 5,
      template: { spec: { containers: [{ image: "registry.example/api:1.0.0" }] } },
    });
  });

  it("shows what an action will do without doing it", async () => {
    const preview = await olive.trpc.actions.preview.query({
      command: { action: "workload.scale", target: deployment, replicas: 0 },
    });
    expect(preview).toMatchObject({
      summary: "Pods: 3 → 0.",
      diff: [{ path: "spec.replicas", before: "3", after: "0" }],
      tier: 4,
      reasonRequired: true,
      kubectl: "kubectl scale deployment/worker -n shop --replicas=0",
    });
    expect(preview.guards[0]).toMatchObject({ id: "scale-to-zero", verdict: "fail" });
    expect(ops.cluster.writes).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import type { ClusterCommand } from "@horizon/contracts";
import { listIntents } from "@horizon/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moveToStep } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { errorOf, type OpsClient } from "../../testing/ops-client.ts";
import { type ActingOps, freeze, startActingOps } from "../../testing/start-acting-ops.ts";
import { emailOf, type TestOps } from "../../testing/start-test-ops.ts";

const rollout = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
const deployment = {
  environment: "production",
  kind: "Deployment",
  namespace: "shop",
  name: "worker",
} as const;
const promote: ClusterCommand = { action: "rollout.promote", target: rollout };

describe("the action executor", () => {
  let acting: ActingOps;
  let ops: TestOps;
  let olive: OpsClient;
  let otto: OpsClient;
  beforeEach(async () => {
    acting = await startActingOps();
    ({ ops, olive, otto } = acting);
  });
  afterEach(() => ops.close());

  it("promotes once, as the person who asked, and reports success only when the controller has moved", async () => {
    const intent = await olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promote));
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
    await eventually(async () => expect(await acting.stateOf(olive, intent.id)).toBe("observed"));
    expect(await acting.outcomes()).toEqual([
      "olive rollout.promote observed",
      "olive rollout.promote accepted",
    ]);
  });

  it("takes a double click for one action", async () => {
    const input = await acting.inputFor(olive, promote);
    const [first, second] = await Promise.all([
      olive.trpc.actions.execute.mutate(input),
      olive.trpc.actions.execute.mutate(input),
    ]);
    expect(first.id).toBe(second.id);
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("refuses a second promote while the first is on its way: no gate is skipped", async () => {
    const input = await acting.inputFor(olive, promote);
    await olive.trpc.actions.execute.mutate(input);
    const again = await acting.inputFor(olive, promote);
    expect((await errorOf(olive.trpc.actions.execute.mutate(again))).appCode).toBe("PRECONDITION_FAILED");
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("lets one of two people who promote at once win; the other is told that it changed", async () => {
    const inputs = await Promise.all([acting.inputFor(olive, promote), acting.inputFor(otto, promote)]);
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
    const input = await acting.inputFor(olive, promote);
    moveToStep(ops.cluster, 3);
    const error = await errorOf(olive.trpc.actions.execute.mutate(input));
    expect(error).toMatchObject({ appCode: "STALE", message: expect.stringContaining("step 4") });
    expect(ops.cluster.writes).toEqual([]);
    expect(await acting.outcomes()).toEqual(["olive rollout.promote refused"]);
  });

  it("says that a stopped controller has not picked it up, and notices when it does later", async () => {
    const { id } = await olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promote));
    ops.advance(20_001);
    await eventually(async () => expect(await acting.stateOf(olive, id)).toBe("not_picked_up"));
    moveToStep(ops.cluster, 3);
    await eventually(async () => expect(await acting.stateOf(olive, id)).toBe("observed"));
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("gives up what no controller picked up for a day: it ends with the reason, and nobody is asked to look any more", async () => {
    const { id } = await olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promote));
    ops.advance(20_001);
    await eventually(async () => expect(await acting.stateOf(olive, id)).toBe("not_picked_up"));
    const waiting = async () =>
      (await olive.trpc.overview.get.query({})).waiting.filter(({ key }) => key === id);
    expect(await waiting()).toHaveLength(1);
    ops.advance(24 * 60 * 60_000);
    olive = await ops.as("olive");
    await eventually(async () => expect(await acting.stateOf(olive, id)).toBe("failed"));
    expect((await olive.trpc.actions.get.query({ intentId: id })).message).toMatch(
      /Given up after 24 hours: .* may still be done/,
    );
    expect(await waiting()).toEqual([]);
    expect(await acting.outcomes()).toContain("olive rollout.promote failed");
    expect(ops.cluster.writes).toHaveLength(1);
  });

  it("refuses a key that comes again with another body", async () => {
    const input = await acting.inputFor(olive, promote);
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
    const error = await errorOf(
      olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promote, change)),
    );
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
    const input = await acting.inputFor(olive, promote, { command: { action: "rollout.promote", target } });
    expect((await errorOf(olive.trpc.actions.execute.mutate(input))).appCode).toBe("NOT_FOUND");
    expect(ops.cluster.writes).toEqual([]);
  });

  it.each(["vera", "mona"])(
    "denies %s, whose role may change nothing, and audits the attempt",
    async (name) => {
      const client = await ops.as(name);
      const error = await errorOf(client.trpc.actions.execute.mutate(await acting.inputFor(olive, promote)));
      expect(error).toMatchObject({ appCode: "FORBIDDEN", data: { httpStatus: 403 } });
      expect(ops.cluster.writes).toEqual([]);
      expect(await acting.outcomes()).toEqual([`${name} access.denied denied`]);
    },
  );

  it("refuses a change from another origin, without a session, and by a member who was deactivated", async () => {
    const input = await acting.inputFor(olive, promote);
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
    await acting.settle(freeze());
    const refused = await errorOf(olive.trpc.actions.execute.mutate(await acting.inputFor(olive, promote)));
    expect(refused).toMatchObject({
      appCode: "PRECONDITION_FAILED",
      message: expect.stringContaining("Quarter end"),
    });
    expect(ops.cluster.writes).toEqual([]);
    const insisted = await acting.inputFor(olive, promote, { acknowledgedGuards: ["freeze-window"] });
    expect((await errorOf(olive.trpc.actions.execute.mutate(insisted))).appCode).toBe("PRECONDITION_FAILED");
    expect(ops.cluster.writes).toEqual([]);
    const cole = await ops.as("cole");
    const overridden = await acting.inputFor(cole, promote, { acknowledgedGuards: ["freeze-window"] });
    expect((await cole.trpc.actions.execute.mutate(overridden)).state).toBe("accepted");
  });

  it("lets a person act thirty times a minute, and no more", async () => {
    const input = await acting.inputFor(olive, promote);
    const calls = Array.from({ length: 31 }, () =>
      errorOf(olive.trpc.actions.execute.mutate({ ...input, reason: "" })),
    );
    const codes = (await Promise.all(calls)).map(({ appCode }) => appCode);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(1);
  });

  it("restarts, scales and rolls back a Deployment through the same gate", async () => {
    const commands: ClusterCommand[] = [
      { action: "workload.scale", target: deployment, replicas: 5 },
      { action: "workload.restart", target: deployment },
      { action: "workload.rollBack", target: deployment, revision: 1 },
    ];
    for (const command of commands) {
      const intent = await olive.trpc.actions.execute.mutate(await acting.inputFor(olive, command));
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

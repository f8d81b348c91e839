import { randomUUID } from "node:crypto";
import type { SettingsCommand } from "@horizon/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, type OpsClient } from "../../testing/ops-client.ts";
import { emailOf, startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

describe("settings", () => {
  let ops: TestOps;
  let ada: OpsClient;
  beforeAll(async () => {
    ops = await startTestOps();
    ada = await ops.as("ada");
  });
  afterAll(() => ops.close());

  const execute = (client: OpsClient, command: SettingsCommand, reason = "as agreed") =>
    client.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason });
  const memberNamed = async (name: string) => {
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf(name));
    if (!member) throw new Error(`no member ${name}`);
    return member;
  };
  const setRole = async (name: string, role: "viewer" | "operator"): Promise<SettingsCommand> => ({
    action: "member.setRole",
    memberId: (await memberNamed(name)).id,
    role,
  });

  it("a role that is taken away works on the very next call", async () => {
    const otto = await ops.as("otto");
    expect((await otto.trpc.session.me.query()).permissions.production).toContain("rollout.promote");
    await execute(ada, await setRole("otto", "viewer"));
    expect((await otto.trpc.session.me.query()).permissions.production).toEqual([]);
  });

  it("an admin's change is audited with its reason, and seen by open browsers", async () => {
    const stream = await ada.follow(["settings"]);
    const member = { email: "new@example.com", name: "New", role: "operator" } as const;
    const intent = await execute(ada, { action: "member.create", member }, "joined the team");
    expect(intent).toMatchObject({ state: "observed", target: "Member new@example.com" });
    const { rows } = await ada.trpc.audit.list.query({ action: "member.create" });
    expect(rows[0]).toMatchObject({
      actor: "ada",
      reason: "joined the team",
      outcome: "observed",
      intentId: intent.id,
    });
    await stream.close();
  });

  it.each(["vera", "mona", "olive", "cole"])("%s may not change members", async (name) => {
    const error = await errorOf(execute(await ops.as(name), await setRole("vera", "operator")));
    expect(error.appCode).toBe("FORBIDDEN");
    expect((await memberNamed("vera")).role).toBe("viewer");
  });

  it("a click that two replicas are sent at once is done once, and each says so", async () => {
    const second = await startTestOps({ database: ops.database });
    const adaThere = await ops.as("ada", () => second.api.port);
    for (let n = 1; n <= 5; n += 1) {
      const click = {
        idempotencyKey: randomUUID(),
        command: {
          action: "member.create",
          member: { email: `twice-${n}@example.com`, name: "Twice", role: "viewer" },
        },
        reason: "joined the team",
      } as const;
      const intents = await Promise.all(
        [ada, adaThere].map(({ trpc }) => trpc.actions.execute.mutate(click)),
      );
      expect(intents[0]).toMatchObject({ state: "observed", target: `Member twice-${n}@example.com` });
      expect(intents[1]?.id).toBe(intents[0]?.id);
    }
    await second.api.stop();
    await second.cluster.close();
  });

  it("needs a reason", async () => {
    const error = await errorOf(execute(ada, await setRole("vera", "operator"), ""));
    expect(error.data).toMatchObject({ appCode: "INVALID_INPUT", fieldErrors: { reason: ["is required"] } });
  });

  it("keeps the last admin, and records the attempt", async () => {
    const { id } = await memberNamed("ada");
    const error = await errorOf(execute(ada, { action: "member.setActive", memberId: id, active: false }));
    expect(error).toMatchObject({
      appCode: "PRECONDITION_FAILED",
      message: expect.stringContaining("last active admin"),
    });
    expect((await memberNamed("ada")).active).toBe(true);
    const { rows } = await ada.trpc.audit.list.query({ outcome: "refused" });
    expect(rows[0]).toMatchObject({ action: "member.setActive", actor: "ada" });
  });

  it("refuses a member twice, an unknown member, a window that ends before it starts, and an unknown environment", async () => {
    const member = { email: emailOf("vera").toUpperCase(), name: "Vera", role: "viewer" } as const;
    expect((await errorOf(execute(ada, { action: "member.create", member }))).appCode).toBe("CONFLICT");
    const nobody: SettingsCommand = { action: "member.setActive", memberId: randomUUID(), active: false };
    expect((await errorOf(execute(ada, nobody))).appCode).toBe("NOT_FOUND");
    const window = {
      title: "Freeze",
      environment: "production",
      services: null,
      startsAt: "2030-01-02T00:00:00.000Z",
      endsAt: "2030-01-01T00:00:00.000Z",
      exceptMemberIds: [],
      exceptServices: [],
    };
    expect((await errorOf(execute(ada, { action: "freezeWindow.create", window }))).appCode).toBe(
      "INVALID_INPUT",
    );
    const elsewhere = { ...window, environment: "moon", endsAt: "2030-01-03T00:00:00.000Z" };
    expect((await errorOf(execute(ada, { action: "freezeWindow.create", window: elsewhere }))).appCode).toBe(
      "NOT_FOUND",
    );
    expect(await ada.trpc.freezeWindows.list.query({ includeEnded: true })).toEqual([]);
  });

  it("a freeze that somebody changed after it was seen is neither saved nor cancelled, and the attempt is recorded", async () => {
    const window = {
      title: `Freeze ${randomUUID()}`,
      environment: "staging",
      services: null,
      startsAt: "2030-01-01T00:00:00.000Z",
      endsAt: "2030-01-02T00:00:00.000Z",
      exceptMemberIds: [],
      exceptServices: [],
    };
    const find = async () => {
      const rows = await ada.trpc.freezeWindows.list.query({ environment: "staging" });
      const row = rows.find(({ title }) => title === window.title);
      if (!row) throw new Error("no such freeze");
      return row;
    };
    const change = (command: SettingsCommand, resourceVersion?: string) =>
      ada.trpc.actions.execute.mutate({
        idempotencyKey: randomUUID(),
        command,
        reason: "as agreed",
        ...(resourceVersion ? { seen: { resourceVersion, podHash: null, stepIndex: null } } : {}),
      });
    await execute(ada, { action: "freezeWindow.create", window });
    const { id, updatedAt } = await find();
    const until = (endsAt: string) =>
      ({ action: "freezeWindow.update", id, window: { ...window, endsAt } }) as const;
    await change(until("2030-01-03T00:00:00.000Z"), updatedAt);
    const stale = [until("2030-01-04T00:00:00.000Z"), { action: "freezeWindow.cancel", id } as const];
    for (const command of stale) {
      expect(await errorOf(change(command, updatedAt))).toMatchObject({
        appCode: "STALE",
        message: expect.stringContaining("It changed while you looked"),
      });
      expect((await errorOf(change(command))).data).toMatchObject({
        appCode: "INVALID_INPUT",
        fieldErrors: { seen: ["is required"] },
      });
      const { rows } = await ada.trpc.audit.list.query({ action: command.action });
      expect(rows[0]).toMatchObject({ outcome: "refused" });
    }
    const current = await find();
    expect(current).toMatchObject({ endsAt: "2030-01-03T00:00:00.000Z", cancelledAt: null });
    await change({ action: "freezeWindow.cancel", id }, current.updatedAt);
  });

  it("the audit chain is whole, and can be downloaded", async () => {
    expect(await ada.trpc.audit.verify.query()).toMatchObject({ ok: true, firstBrokenSeq: null });
    const response = await ada.get("/api/stream/audit.csv?action=member.create");
    expect(response.headers.get("content-type")).toContain("text/csv");
    const lines = (await response.text()).trim().split("\r\n");
    expect(lines[0]).toContain("seq,at,actor");
    expect(lines.some((line) => line.includes("joined the team"))).toBe(true);
  });

  it("a saved view is its owner's alone to change, and each member's to pin", async () => {
    const olive = await ops.as("olive");
    const view = { title: "Failing", path: "/production/deployments?health=Failed", shared: true };
    const { id } = await olive.trpc.savedViews.create.mutate(view);
    expect(await ada.trpc.savedViews.list.query()).toMatchObject([
      { id, mine: false, owner: "olive", pinned: false },
    ]);
    expect((await errorOf(ada.trpc.savedViews.delete.mutate({ id }))).appCode).toBe("NOT_FOUND");
    expect((await ada.trpc.savedViews.pin.mutate({ id, pinned: true })).pinned).toBe(true);
    expect(await olive.trpc.savedViews.pin.mutate({ id, pinned: false })).toMatchObject({
      title: "Failing",
      pinned: false,
    });
    expect(await ada.trpc.savedViews.list.query()).toMatchObject([{ id, pinned: true }]);
    const evil = { ...view, title: "Evil", path: "//evil.test" };
    expect((await errorOf(olive.trpc.savedViews.create.mutate(evil))).appCode).toBe("INVALID_INPUT");
  });
});

import type { MemberRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { createSessionDirectory } from "./session-directory.ts";

const olive: MemberRow = {
  id: "0199f0a0-0000-7000-8000-000000000001",
  email: "olive@example.com",
  name: "Olive",
  role: "operator",
  active: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};
const sid = "0199f0a0-0000-7000-8000-00000000000a";
const hourMs = 60 * 60_000;

function createWorld() {
  const world = {
    nowMs: 0,
    reads: 0,
    member: olive,
    seenAt: new Date(0),
    endedAt: null as Date | null,
    down: false,
    touched: [] as number[],
  };
  const directory = createSessionDirectory({
    now: () => new Date(world.nowMs),
    findSession: async () => {
      world.reads += 1;
      if (world.down) throw new Error("connection refused");
      const { member, seenAt, endedAt } = world;
      return { via: "oidc", member, seenAt, endedAt, expiresAt: new Date(12 * hourMs) };
    },
    touchSession: (_sessionId, at) => {
      world.touched.push(at.getTime());
      world.seenAt = at;
    },
  });
  return { world, directory };
}

describe("session directory", () => {
  it("asks the database at most once in two seconds for reads", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(sid);
    world.nowMs = 2_000;
    await directory.findForRead(sid);
    expect(world.reads).toBe(1);
    world.nowMs = 2_001;
    await directory.findForRead(sid);
    expect(world.reads).toBe(2);
  });

  it("asks the database once for a crowd of requests, and anew for those after an invalidation", async () => {
    const { world, directory } = createWorld();
    const crowd = [directory.findForRead(sid), directory.findForRead(sid)];
    directory.invalidate();
    await Promise.all([...crowd, directory.findForRead(sid)]);
    expect(world.reads).toBe(2);
  });

  it("does not know a member who was deactivated, nor a session that was ended", async () => {
    const { world, directory } = createWorld();
    world.member = { ...olive, active: false };
    expect(await directory.findForRead(sid)).toBeNull();
    expect(await directory.findForAction(sid)).toBeNull();
    world.member = olive;
    world.endedAt = new Date(0);
    expect(await directory.findForAction(sid)).toBeNull();
  });

  it("ends a session on time, also one that it remembers", async () => {
    const { world, directory } = createWorld();
    world.nowMs = 12 * hourMs - 1_000;
    world.seenAt = new Date(world.nowMs);
    expect(await directory.findForRead(sid)).not.toBeNull();
    world.nowMs = 12 * hourMs;
    expect(await directory.findForRead(sid)).toBeNull();
  });

  it("notes once a minute that a session is used, and never that one is which is over", async () => {
    const { world, directory } = createWorld();
    for (world.nowMs = 0; world.nowMs <= 120_000; world.nowMs += 3_000) await directory.findForRead(sid);
    expect(world.touched).toEqual([60_000, 120_000]);
    world.nowMs = 120_000 + hourMs;
    expect(await directory.findForRead(sid)).toBeNull();
    expect(world.touched).toHaveLength(2);
  });

  it("sees a changed role at once after an invalidation of the member or of everybody, not of another", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(sid);
    world.member = { ...olive, role: "viewer" };
    directory.invalidate("somebody else");
    expect((await directory.findForRead(sid))?.member.role).toBe("operator");
    directory.invalidate(olive.id);
    expect((await directory.findForRead(sid))?.member.role).toBe("viewer");
    world.member = { ...olive, role: "oncall" };
    directory.invalidate();
    expect((await directory.findForRead(sid))?.member.role).toBe("oncall");
  });

  it("serves reads for thirty seconds while the database is down, and no longer", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(sid);
    world.down = true;
    world.nowMs = 30_000;
    expect((await directory.findForRead(sid))?.member).toEqual(olive);
    world.nowMs = 30_001;
    await expect(directory.findForRead(sid)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("never serves an action from memory", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(sid);
    world.down = true;
    await expect(directory.findForAction(sid)).rejects.toThrow();
  });
});

import type { MemberRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { createMemberDirectory } from "./member-directory.ts";

const olive: MemberRow = {
  id: "0199f0a0-0000-7000-8000-000000000001",
  email: "olive@example.com",
  name: "Olive",
  role: "operator",
  active: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

function createWorld() {
  const world = { nowMs: 0, reads: 0, member: olive as MemberRow | null, down: false };
  const directory = createMemberDirectory({
    now: () => new Date(world.nowMs),
    findMember: async () => {
      world.reads += 1;
      if (world.down) throw new Error("connection refused");
      return world.member;
    },
  });
  return { world, directory };
}

describe("member directory", () => {
  it("asks the database at most once in two seconds for reads", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(olive.email);
    world.nowMs = 2_000;
    await directory.findForRead(olive.email);
    expect(world.reads).toBe(1);
    world.nowMs = 2_001;
    await directory.findForRead(olive.email);
    expect(world.reads).toBe(2);
  });

  it("asks the database once for a crowd of requests, and anew for those after an invalidation", async () => {
    const { world, directory } = createWorld();
    const crowd = [directory.findForRead(olive.email), directory.findForRead(olive.email)];
    directory.invalidate();
    await Promise.all([...crowd, directory.findForRead(olive.email)]);
    expect(world.reads).toBe(2);
  });

  it("does not know a member who was deactivated", async () => {
    const { world, directory } = createWorld();
    world.member = { ...olive, active: false };
    expect(await directory.findForRead(olive.email)).toBeNull();
    expect(await directory.findForAction(olive.email)).toBeNull();
  });

  it("sees a changed role at once after an invalidation", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(olive.email);
    world.member = { ...olive, role: "viewer" };
    directory.invalidate();
    expect((await directory.findForRead(olive.email))?.role).toBe("viewer");
  });

  it("serves reads for thirty seconds while the database is down, and no longer", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(olive.email);
    world.down = true;
    world.nowMs = 30_000;
    expect(await directory.findForRead(olive.email)).toEqual(olive);
    world.nowMs = 30_001;
    await expect(directory.findForRead(olive.email)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("never serves an action from memory", async () => {
    const { world, directory } = createWorld();
    await directory.findForRead(olive.email);
    world.down = true;
    await expect(directory.findForAction(olive.email)).rejects.toThrow();
  });
});

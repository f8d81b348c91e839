import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { createLogger } from "@horizon/logger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEnv } from "../env.ts";
import { type RunningApi, startApi } from "../start-api.ts";
import { moveToStep, putPausedCanary } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import type { LiveReader } from "../testing/ops-client.ts";
import { emailOf, startTestOps, type TestOps } from "../testing/start-test-ops.ts";

describe("two replicas on one database", () => {
  let database: TestDatabase;
  let ops: TestOps;
  let second: RunningApi;
  beforeEach(async () => {
    database = await createTestDatabase();
    ops = await startTestOps({
      database,
      prepare(cluster) {
        putPausedCanary(cluster);
        // Without a revision before, no entry comes a second after the start of a deploy that nobody watched.
        cluster.remove("replicasets", "api-old");
      },
    });
    second = await startApi({
      env: parseEnv(ops.variables),
      logger: createLogger("test", { level: "silent" }),
    });
    for (const { context } of [ops.api, second]) {
      await eventually(() => expect(context.estate.freshnessOf("production").state).toBe("live"));
    }
  });
  afterEach(async () => {
    await second.stop();
    await ops.close();
  });

  /** Follows from the replica's first announcement on, and waits for the one that it makes when it begins to listen. */
  async function follow(
    topic: "settings" | "changes:production" | "savedViews",
    api: RunningApi,
    name: "vera" | "olive" = "vera",
  ): Promise<LiveReader> {
    const client = await ops.as(name, () => api.port);
    const reader = await client.follow([topic], `${api.context.hub.position().epoch}:0`);
    await eventually(() => expect(announced(reader)).toBe(1));
    return reader;
  }
  const announced = ({ messages }: LiveReader) => messages.filter(({ type }) => type === "invalidate").length;
  async function freeze(title: string): Promise<void> {
    const ada = await ops.as("ada");
    const window = {
      environment: "production",
      title,
      services: null,
      startsAt: "2030-01-01T00:00:00.000Z",
      endsAt: "2030-01-02T00:00:00.000Z",
      exceptMemberIds: [],
      exceptServices: [],
    };
    const command = { action: "freezeWindow.create", window } as const;
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "books close" });
  }

  it("a setting that is changed at one is announced once to the readers of each", async () => {
    const readers = [await follow("settings", ops.api), await follow("settings", second)];
    await freeze("Quarter end");
    for (const reader of readers) await eventually(() => expect(announced(reader)).toBe(2));
    for (const reader of readers) reader.close();
  });

  it("a change that only one could store is announced to the readers of each", async () => {
    const readers = [await follow("changes:production", ops.api), await follow("changes:production", second)];
    moveToStep(ops.cluster, 3);
    for (const reader of readers) await eventually(() => expect(announced(reader)).toBe(2));
    const vera = await ops.as("vera");
    expect((await vera.trpc.changes.list.query({ environment: "production" })).entries).toHaveLength(1);
    for (const reader of readers) reader.close();
  });

  it("a pin is announced to its member's browsers alone, a shared view to all, at each", async () => {
    const own = [await follow("savedViews", ops.api, "olive"), await follow("savedViews", second, "olive")];
    const others = [await follow("savedViews", ops.api), await follow("savedViews", second)];
    const olive = await ops.as("olive");
    const view = { title: "Mine", path: "/production/rollouts", shared: false, pinned: false };
    const { id } = await olive.trpc.savedViews.create.mutate(view);
    for (const reader of own) await eventually(() => expect(announced(reader)).toBe(2));
    await olive.trpc.savedViews.pin.mutate({ id, pinned: true });
    for (const reader of own) await eventually(() => expect(announced(reader)).toBe(3));
    await olive.trpc.savedViews.update.mutate({ id, shared: true });
    for (const reader of others) await eventually(() => expect(announced(reader)).toBe(2));
    for (const reader of own) await eventually(() => expect(announced(reader)).toBe(4));
    const said = [...own, ...others].flatMap(({ messages }) =>
      messages.filter(({ type }) => type === "invalidate"),
    );
    expect(new Set(said.map((message) => "topic" in message && message.topic))).toEqual(
      new Set(["savedViews"]),
    );
    for (const reader of [...own, ...others]) reader.close();
  });

  it("a member who is turned out at one loses the stream at the other", async () => {
    const reader = await follow("settings", second);
    const ada = await ops.as("ada");
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf("vera"));
    const command = { action: "member.setActive", memberId: member?.id ?? "", active: false } as const;
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "left" });
    await reader.ended;
    expect(reader.events.at(-1)).toMatchObject({ data: { data: { appCode: "UNAUTHENTICATED" } } });
  });

  it("what was announced while a connection was cut is made good, and the next is heard again", async () => {
    const reader = await follow("settings", second);
    expect(await database.cutSessions("horizon-ops-listener")).toBe(2);
    await freeze("Unheard");
    await eventually(() => expect(announced(reader)).toBeGreaterThan(1));
    const before = announced(reader);
    await freeze("Heard");
    await eventually(() => expect(announced(reader)).toBeGreaterThan(before));
    reader.close();
  });
});

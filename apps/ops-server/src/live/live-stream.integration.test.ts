import { randomUUID } from "node:crypto";
import type { LiveMessage } from "@horizon/contracts";
import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import { Agent, EventSource } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putDeployment } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import type { LiveReader, OpsClient } from "../testing/ops-client.ts";
import { emailOf, startTestOps, type TestOps } from "../testing/start-test-ops.ts";
import type { AppRouter } from "../trpc/app-router.ts";

const topic = "workloads:production";

describe("a live stream", () => {
  let ops: TestOps;
  let vera: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    putDeployment(ops.cluster);
    vera = await ops.as("vera");
    await eventually(async () =>
      expect(await list()).toMatchObject({ rows: [{ name: "worker" }], freshness: { state: "live" } }),
    );
  });
  afterEach(() => ops.close());

  const list = () => vera.trpc.deployments.list.query({ environment: "production" });
  const setReady = (readyReplicas: number) =>
    ops.cluster.change("deployments", "worker", { status: { readyReplicas } });
  const readyIn = ({ messages }: LiveReader) =>
    messages
      .flatMap((message) => (message.type === "rows" ? message.rows.map((row) => row.ready) : []))
      .at(-1);
  const typesIn = ({ messages }: LiveReader) => messages.map(({ type }) => type);

  it("begins with synced, and brings a change as a row", async () => {
    const reader = await vera.follow([topic]);
    await eventually(() => expect(typesIn(reader)).toEqual(["synced", "freshness"]));
    setReady(1);
    await eventually(() => expect(readyIn(reader)).toBe(1));
    reader.close();
  });

  it("sends only what changed of a row to a browser that asks for it, and the whole of a new one", async () => {
    const reader = await vera.follow([topic], undefined, { patches: true });
    await eventually(() => expect(typesIn(reader)).toContain("synced"));
    const [row] = (await list()).rows;
    setReady(1);
    const said = () => reader.messages.flatMap((message) => (message.type === "rows" ? [message] : []));
    await eventually(() =>
      expect(
        said()
          .flatMap(({ patches }) => patches ?? [])
          .at(-1),
      ).toMatchObject({ ready: 1 }),
    );
    const patch = said().at(-1)?.patches?.[0] ?? {};
    expect(said().flatMap(({ rows }) => rows)).toEqual([]);
    expect(Object.keys(patch)).not.toContain("name");
    expect({ ...row, ...patch }).toEqual((await list()).rows[0]);
    putDeployment(ops.cluster, "other");
    await eventually(() =>
      expect(said().flatMap(({ rows }) => rows)).toContainEqual(expect.objectContaining({ name: "other" })),
    );
    reader.close();
  });

  it("is understood by tRPC's own client", async () => {
    const received: LiveMessage[] = [];
    const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
      return dispatch({ ...options, headers: { ...options.headers, cookie: vera.cookie ?? "" } }, handler);
    });
    const client = createTRPCClient<AppRouter>({
      links: [
        httpSubscriptionLink({
          url: `http://127.0.0.1:${ops.api.port}/api/trpc`,
          EventSource,
          eventSourceOptions: { node: { dispatcher } },
        }),
      ],
    });
    const subscription = client.live.subscribe.subscribe(
      { topics: [topic] },
      { onData: ({ data }) => received.push(data) },
    );
    await eventually(() => expect(received.map(({ type }) => type)).toContain("synced"));
    setReady(2);
    await eventually(() => expect(received.at(-1)).toMatchObject({ type: "rows", rows: [{ ready: 2 }] }));
    subscription.unsubscribe();
  });

  it("goes on where a reader left, and misses nothing", async () => {
    const first = await vera.follow([topic]);
    await eventually(() => expect(typesIn(first)).toContain("synced"));
    const place = first.lastId() ?? "";
    first.close();
    // What somebody else was told is no longer held back for the next tick, which would tell it again.
    const other = await vera.follow([topic]);
    setReady(1);
    setReady(2);
    await eventually(() => expect(readyIn(other)).toBe(2));
    other.close();
    const second = await vera.follow([topic], place);
    await eventually(() => expect(typesIn(second)).toEqual(["rows", "synced", "freshness"]));
    expect(readyIn(second)).toBe(2);
    second.close();
  });

  it("gives a snapshot a place from which no change is missed", async () => {
    const { position } = await list();
    setReady(1);
    const reader = await vera.follow([topic], `${position.epoch}:${position.seq}`);
    await eventually(() => expect(readyIn(reader)).toBe(1));
    reader.close();
  });

  it("tells 200 readers to come back when the server restarts, and none of them loses state", async () => {
    const readers = await Promise.all(Array.from({ length: 200 }, () => vera.follow([topic])));
    await eventually(() => expect(readers.every((reader) => typesIn(reader).includes("synced"))).toBe(true));
    const restarted = ops.restart();
    await Promise.all(readers.map(({ ended }) => ended));
    for (const { events } of readers) {
      // -32603 is what a client of tRPC takes for a reason to try again.
      expect(events.at(-1)).toMatchObject({
        event: "serialized-error",
        data: { code: -32603, data: { appCode: "UNAVAILABLE" } },
      });
    }
    await restarted;
    setReady(2);
    await eventually(async () => expect((await list()).rows[0]?.ready).toBe(2));
    const back = await Promise.all(readers.map((reader) => vera.follow([topic], reader.lastId() ?? "")));
    await eventually(() => expect(back.every((reader) => typesIn(reader)[0] === "reset")).toBe(true));
    expect(ops.api.context.hub.stats().subscribers).toBe(200);
    for (const reader of back) reader.close();
    await eventually(() => expect(ops.api.context.streams.count).toBe(0));
  });

  it("ends at once, for good, when its reader is no longer a member", async () => {
    const reader = await vera.follow([topic]);
    const ada = await ops.as("ada");
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf("vera"));
    const command = { action: "member.setActive", memberId: member?.id ?? "", active: false } as const;
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "left" });
    await reader.ended;
    expect(reader.events.at(-1)).toMatchObject({
      data: { data: { appCode: "UNAUTHENTICATED", httpStatus: 401 } },
    });
  });

  it.each([
    ["no session", null, [topic], "UNAUTHENTICATED"],
    ["no topics", "session", [], "INVALID_INPUT"],
  ] as const)("refuses %s", async (_case, cookie, topics, appCode) => {
    const client = cookie === null ? ops.clientWith(null) : vera;
    const reader = await client.follow([...topics]);
    await reader.ended;
    expect(reader.events.at(-1)).toMatchObject({ event: "serialized-error", data: { data: { appCode } } });
  });
});

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CuttableProxy, startCuttableProxy } from "../testing/cuttable-proxy.ts";
import { moveToStep, putPausedCanary } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import { errorOf, type OpsClient } from "../testing/ops-client.ts";
import { startTestOps, type TestOps } from "../testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;

describe("while the database is down", () => {
  let ops: TestOps;
  let proxy: CuttableProxy;
  let olive: OpsClient;
  beforeEach(async () => {
    proxy = await startCuttableProxy();
    ops = await startTestOps({ databaseUrl: proxy.urlOf });
    putPausedCanary(ops.cluster);
    olive = await ops.as("olive");
    await eventually(async () => expect((await list()).freshness.state).toBe("live"));
    expect(await readiness()).toEqual([200, []]);
  });
  afterEach(async () => {
    proxy.mend();
    await ops.close();
    await proxy.close();
  });
  const readiness = async () => {
    const answer = await olive.get("/health/ready");
    const { impairments } = await answer.json();
    return [answer.status, impairments];
  };
  const list = () => olive.trpc.rollouts.list.query({ environment: "production" });

  it("live state is shown for half a minute, actions fail closed, and all of it recovers by itself", async () => {
    const { seen } = await olive.trpc.actions.preview.query({
      command: { action: "rollout.promote", target },
    });
    proxy.cut();
    moveToStep(ops.cluster, 1);
    expect((await list()).rows).toHaveLength(1);
    expect((await olive.trpc.rollouts.get.query(target)).row.name).toBe("api");
    expect((await olive.trpc.overview.get.query({})).services).toHaveLength(1);
    const input = {
      idempotencyKey: randomUUID(),
      command: { action: "rollout.promote", target } as const,
      reason: "go",
      seen,
    };
    expect((await errorOf(olive.trpc.actions.execute.mutate(input))).appCode).toBe("UNAVAILABLE");
    expect(ops.cluster.writes).toEqual([]);
    await eventually(async () => expect(await readiness()).toEqual([200, ["the database does not answer"]]));
    expect((await olive.get("/health/live")).status).toBe(200);
    ops.advance(31_000);
    expect((await errorOf(list())).appCode).toBe("UNAVAILABLE");

    proxy.mend();
    await eventually(async () => expect(await readiness()).toEqual([200, []]));
    expect((await olive.trpc.actions.execute.mutate(input)).state).toBe("accepted");
  });

  it("a replica stays a target of the load balancer, and one that starts becomes none before the database answered it", async () => {
    proxy.cut();
    await eventually(async () => expect(await readiness()).toEqual([200, ["the database does not answer"]]));
    await ops.restart();
    expect((await olive.get("/health/ready")).status).toBe(503);
    proxy.mend();
    await eventually(async () => expect(await readiness()).toEqual([200, []]));
  });

  it("changes of the cluster are kept, and reach the feed when it is back", async () => {
    proxy.cut();
    moveToStep(ops.cluster, 3);
    await eventually(async () => expect((await list()).rows[0]?.stepIndex).toBe(3));
    proxy.mend();
    await eventually(async () => {
      const { entries } = await olive.trpc.changes.list.query({ environment: "production" });
      expect(entries.map(({ summary }) => summary).join()).toContain("step 4 of 4");
    });
  });
});

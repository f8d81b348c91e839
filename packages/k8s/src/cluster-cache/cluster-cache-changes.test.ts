import { eventRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { startCachedCluster } from "../testing/cached-cluster.ts";
import { eventually } from "../testing/eventually.ts";
import { deploymentOf, metadataOf, rolloutOf } from "../testing/fixtures.ts";

const eventOf = (second: number) => {
  const lastTimestamp = new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
  const involvedObject = { kind: "Pod", name: "web-old-1" };
  return { metadata: metadataOf(`event-${second}`), involvedObject, lastTimestamp };
};

describe("what a cluster cache reports", () => {
  it("reports changes with their fields after the first list, and what came or went", async () => {
    const { cluster, drafts } = await startCachedCluster();
    cluster.put(
      "rollouts",
      rolloutOf({ status: { currentStepIndex: 3, pauseConditions: null, controllerPause: false } }),
    );
    cluster.put("deployments", deploymentOf({ metadata: { name: "worker", uid: "uid-worker" } }));
    cluster.put("configmaps", {
      metadata: { ...rolloutOf().metadata, name: "web-config", uid: "uid-config" },
    });
    await eventually(() => expect(drafts).toHaveLength(3));
    expect(drafts.map(({ summary }) => summary).toSorted()).toEqual([
      "ConfigMap web-config was created",
      "Deployment worker was created",
      "web moved to step 4 of 6 (50 %)",
    ]);
    expect(
      drafts.every(({ environment, cluster: where }) => environment === "production" && where === "test"),
    ).toBe(true);
  });

  it("reports every event, and keeps the newest until the cluster removes them", async () => {
    const { cache, cluster, rows } = await startCachedCluster();
    for (let index = 1; index <= 5; index++) cluster.put("events", eventOf(index));
    const reported = () => rows.filter(({ kind, op }) => kind === "event" && op === "upsert");
    const kept = () => cache.listEvents().map(({ key }) => key);
    await eventually(() => expect(reported()).toHaveLength(5));
    expect(eventRow.array().parse(cache.listEvents())).toHaveLength(3);
    expect(kept()).toEqual(["uid-event-3", "uid-event-4", "uid-event-5"]);
    for (let index = 1; index <= 5; index++) cluster.remove("events", `uid-event-${index}`);
    await eventually(() => expect(kept()).toEqual([]));
    expect(reported()).toHaveLength(5);
  });
});

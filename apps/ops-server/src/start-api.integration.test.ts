import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterCommand, RolloutRef } from "@horizon/contracts";
import { type Lab, startLab } from "@horizon/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { eventually } from "./testing/eventually.ts";
import type { OpsClient } from "./testing/ops-client.ts";
import { startTestOps, type TestOps } from "./testing/start-test-ops.ts";

/** The whole of ops-server against the lab's API servers and controllers, which nobody holds still. */
describe("ops-server on the lab", () => {
  let lab: Lab;
  let ops: TestOps;
  let directory: string;
  let olive: OpsClient;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "horizon-lab-"));
    const ports = { control: 0, providers: 0, production: 0, staging: 0, dr: 0 };
    lab = await startLab({ dataDir: directory, seed: 7, ports });
    const names = ["production", "staging", "dr"];
    const clustersFile = stringify({
      clusters: names.map((name) => ({
        name,
        region: "us-east-1",
        kubeconfig: lab.kubeconfig,
        context: name,
      })),
      environments: names.map((id) => ({
        id,
        title: id,
        cluster: id,
        tier: id === "staging" ? "nonproduction" : "production",
        namespaces: [`horizon-${id}`],
      })),
    });
    ops = await startTestOps({ clustersFile });
    olive = await ops.as("olive");
    await eventually(async () => {
      const { freshness } = await olive.trpc.overview.get.query({});
      expect(Object.values(freshness).map(({ state }) => state)).toEqual(["live", "live", "live"]);
    }, 60_000);
  });
  afterAll(async () => {
    await ops.close();
    await lab.close();
    await rm(directory, { recursive: true });
  });

  async function execute(command: ClusterCommand) {
    const { seen } = await olive.trpc.actions.preview.query({ command });
    return olive.trpc.actions.execute.mutate({
      idempotencyKey: randomUUID(),
      command,
      reason: "as agreed",
      seen,
    });
  }
  const becomes = (intentId: string, state: string) =>
    eventually(async () => {
      const row = await olive.trpc.actions.get.query({ intentId });
      expect(row, row.message).toMatchObject({ state });
    }, 60_000);

  it("shows every service of the estate in every environment", async () => {
    const { services } = await olive.trpc.overview.get.query({});
    expect(services).toHaveLength(8);
    for (const { service, cells } of services) {
      expect(
        cells.filter(({ workload }) => workload !== null),
        service,
      ).toHaveLength(3);
    }
  });

  it("a canary that waits for a person is found, promoted, and followed until the controller has moved", async () => {
    const ref = {
      environment: "production",
      kind: "Rollout",
      namespace: "horizon-production",
      name: "api-gateway",
    } as const;
    const target: RolloutRef = ref;
    const { containers } = await olive.trpc.rollouts.get.query(target);
    const [main] = containers.filter(({ name }) => name === "api-gateway");
    const image = main?.image.replace(/:[^:@]+(@.*)?$/, ":9.9.9") ?? "";
    const deploy = await execute({ action: "workload.setImage", target, container: "api-gateway", image });
    await becomes(deploy.id, "observed");
    const waiting = await eventually(async () => {
      const row = (await olive.trpc.rollouts.list.query({ environment: "production" })).rows.find(
        ({ name }) => name === "api-gateway",
      );
      expect(row?.stepIndex).toBeLessThan(row?.steps ?? 0);
      expect(row?.wait).not.toBeNull();
      return row;
    }, 60_000);
    const promote = await execute({ action: "rollout.promote", target });
    await becomes(promote.id, "observed");
    await eventually(async () => {
      const row = (await olive.trpc.rollouts.list.query({ environment: "production" })).rows.find(
        ({ name }) => name === "api-gateway",
      );
      expect(row?.stepIndex).toBeGreaterThan(waiting?.stepIndex ?? Number.NaN);
      const [newest] = await olive.trpc.rollouts.history.query(target);
      expect(newest).toMatchObject({ version: "9.9.9", actor: "olive", reason: "as agreed" });
    });
    const abort = await execute({ action: "rollout.abort", target });
    await becomes(abort.id, "observed");
  }, 240_000);

  it("restarts, scales and deletes a pod of a Deployment, each observed", async () => {
    const target = {
      environment: "staging",
      kind: "Deployment",
      namespace: "horizon-staging",
      name: "worker-service",
    } as const;
    const scaled = await execute({ action: "workload.scale", target, replicas: 2 });
    await becomes(scaled.id, "observed");
    const { rows } = await olive.trpc.deployments.pods.query(target);
    const [pod] = rows;
    const podTarget = {
      environment: "staging",
      kind: "Pod",
      namespace: "horizon-staging",
      name: pod?.name ?? "",
    } as const;
    await becomes((await execute({ action: "pod.delete", target: podTarget })).id, "observed");
    await becomes((await execute({ action: "workload.restart", target })).id, "observed");
  }, 240_000);

  it("streams the logs of a workload's pods, and stops at once when the reader leaves", async () => {
    const abort = new AbortController();
    const query =
      "environment=production&kind=Rollout&namespace=horizon-production&name=api-gateway&tailLines=20";
    const response = await olive.get(`/api/stream/logs?${query}`, { signal: abort.signal });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    let text = "";
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    while (reader && !text.includes("event: line")) text += decoder.decode((await reader.read()).value);
    expect(
      JSON.parse(/^data: (.*)$/m.exec(text.slice(text.indexOf("event: line")))?.[1] ?? ""),
    ).toMatchObject({
      container: "api-gateway",
      pod: expect.stringContaining("api-gateway-"),
    });
    abort.abort();
    await eventually(() => expect(ops.api.context.logStreams.count).toBe(0));
  });
});

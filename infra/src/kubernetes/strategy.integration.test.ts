import type { V2HorizontalPodAutoscalerSpec } from "@kubernetes/client-node";
import { beforeAll, describe, expect, it, test } from "vitest";
import { getOverlay } from "./overlays.ts";
import { renderOverlay } from "./render-overlay.ts";
import { listWorkloads, ofKind, podSpecOf, type RenderedObject } from "./rendered-object.ts";

let objects: RenderedObject[];
beforeAll(async () => {
  objects = await renderOverlay(getOverlay("production"));
});
const workload = (name: string) => listWorkloads(objects).find(({ metadata }) => metadata.name === name);

describe("the deployment strategy's figures in production", () => {
  it.each([
    ["api-gateway", "Rollout", 3],
    ["auth-service", "Rollout", 2],
    ["customer-service", "Rollout", 2],
    ["credit-service", "Rollout", 3],
    ["dispute-service", "Rollout", 3],
    ["billing-service", "Rollout", 2],
    ["notification-service", "Deployment", 2],
    ["worker-service", "Deployment", 5],
  ])("%s is a %s with %i to 20 pods, at 70 %% of the CPU and 80 %% of the memory", (name, kind, least) => {
    expect(workload(name)?.kind).toBe(kind);
    const hpas = ofKind<V2HorizontalPodAutoscalerSpec>(objects, "HorizontalPodAutoscaler");
    const {
      minReplicas,
      maxReplicas,
      metrics = [],
    } = hpas.find(({ metadata }) => metadata.name === `${name}-hpa`)?.spec ?? {};
    expect([minReplicas, maxReplicas]).toEqual([least, 20]);
    expect(metrics.map(({ resource }) => [resource?.name, resource?.target.averageUtilization])).toEqual([
      ["cpu", 70],
      ["memory", 80],
    ]);
  });

  it("asks for what section 3.1 asks for, and is probed as it is there", () => {
    const [container] = podSpecOf(workload("api-gateway") as never).containers;
    expect(container).toMatchObject({
      ports: [{ containerPort: 3000 }],
      resources: { requests: { memory: "512Mi", cpu: "250m" }, limits: { memory: "1Gi", cpu: "1" } },
      livenessProbe: {
        httpGet: { path: "/health/live", port: 3000 },
        initialDelaySeconds: 30,
        periodSeconds: 10,
      },
      readinessProbe: {
        httpGet: { path: "/health/ready", port: 3000 },
        initialDelaySeconds: 5,
        periodSeconds: 5,
      },
    });
    expect(workload("api-gateway")?.spec.template).toMatchObject({
      metadata: { annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "3000" } },
      spec: { serviceAccountName: "horizon-api" },
    });
  });

  it("pools connections as section 4.1 says, beside every service that has a database", () => {
    const settings = ofKind(objects, "ConfigMap").find(({ metadata }) => metadata.name === "pgbouncer")?.data;
    const ini = (settings as Record<string, string>)["pgbouncer.ini"];
    for (const line of [
      "pool_mode = transaction",
      "max_client_conn = 1000",
      "default_pool_size = 20",
      "server_tls_sslmode = verify-full",
    ]) {
      expect(ini).toContain(`\n${line}\n`);
    }
    const pooled = listWorkloads(objects)
      .filter((each) =>
        podSpecOf(each).initContainers?.some(
          ({ name, restartPolicy }) => name === "pgbouncer" && restartPolicy === "Always",
        ),
      )
      .map(({ metadata }) => metadata.name);
    expect(pooled.sort()).toEqual([
      "auth-service",
      "billing-service",
      "credit-service",
      "customer-service",
      "dispute-service",
      "notification-service",
      "worker-service",
    ]);
  });
});

test.each([
  ["production", "10.0"],
  ["dr", "10.1"],
])("%s opens the public and the data subnets of its own network alone", async (name, network) => {
  const all = await renderOverlay(getOverlay(name));
  const cidrs = JSON.stringify(ofKind(all, "NetworkPolicy")).match(/\d+\.\d+\.\d+\.\d+\/\d+/g) ?? [];
  const expected = [1, 2, 100, 200].map((subnet) => `${network}.${subnet}.0/24`);
  expect([...new Set(cidrs)].sort()).toEqual([...expected, "0.0.0.0/0", "169.254.170.23/32"].sort());
});

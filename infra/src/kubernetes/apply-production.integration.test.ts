import { createManualClock } from "@horizon/lab";
import {
  createKubectl,
  type EmptyCluster,
  findKubectl,
  type Kubectl,
  type Rollout,
  startEmptyCluster,
} from "@horizon/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyForRelease, type ReleaseFolder } from "./testing/release-images.ts";

const namespace = "horizon-production";
const minute = 60_000;
const clock = createManualClock();
let cluster: EmptyCluster;
let folder: ReleaseFolder;
let kubectl: Kubectl;

beforeAll(async () => {
  [cluster, folder] = await Promise.all([startEmptyCluster({ clock, seed: 11 }), copyForRelease()]);
  kubectl = createKubectl(await findKubectl(), cluster.kubeconfig);
});
afterAll(async () => {
  await cluster.close();
  await folder.remove();
});

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await kubectl(["--context", "admin@production", ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}
const apply = (path: string) => run("apply", "-k", `${folder.path}/${path}`);
const rollout = (name: string) => {
  const found = cluster.store.find<Rollout>("rollouts.argoproj.io", namespace, name);
  if (!found) throw new Error(`${name} was not applied`);
  return found;
};
const rollouts = () => cluster.store.list<Rollout>("rollouts.argoproj.io", { namespace });
const phases = () => new Set(rollouts().map(({ status }) => status?.phase));
const imagesOf = ({ spec }: Rollout) => JSON.stringify(spec.template);

/** What the reference client sends for "promote" at a pause. */
const promote = (name: string) =>
  run(
    "patch",
    "rollout",
    name,
    "-n",
    namespace,
    "--subresource",
    "status",
    "--type",
    "merge",
    "-p",
    '{"status":{"pauseConditions":null}}',
  );

test("an empty cluster takes the namespaces, the settings, the migrations and the production overlay, in the README's order", async () => {
  await folder.setImages("production", "2.0.0");
  await apply("platform/namespaces");
  await apply("platform/configs/production");
  expect(await apply("overlays/production/migrations")).toMatch(/job\.batch\/db-migrate created/);
  const printed = await apply("overlays/production");
  expect(printed.trim().split("\n").length).toBeGreaterThan(100);
  clock.advance(5 * minute);
  expect(rollouts().map(({ metadata }) => metadata.name)).toHaveLength(6);
  expect(phases()).toEqual(new Set(["Healthy"]));
});

test("autoscalers bring every service to its count, and the Deployments are available", async () => {
  const read = async (kind: string, ns: string) =>
    (
      await run(
        "get",
        kind,
        "-n",
        ns,
        "-o",
        "jsonpath={range .items[*]}{.metadata.name}={.status.availableReplicas} {end}",
      )
    ).trim();
  expect(await read("rollouts", namespace)).toBe(
    "api-gateway=3 auth-service=2 billing-service=2 credit-service=3 customer-service=2 dispute-service=3",
  );
  expect(await read("deployments", namespace)).toBe("notification-service=2 worker-service=5");
  expect(await read("deployments", "horizon-system")).toBe("console=2 ops-server=2 ops-worker=2");
});

test("a second apply changes nothing: neither what autoscalers set, nor where Services point", async () => {
  const kinds = "rollouts,deployments,services,hpa,pdb,ingresses,networkpolicies,configmaps,externalsecrets";
  const versions = () =>
    run(
      "get",
      kinds,
      "-A",
      "-o",
      "jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.resourceVersion} {end}",
    );
  const before = await versions();
  await apply("overlays/production");
  expect(await versions()).toBe(before);
  expect(rollout("api-gateway").spec.replicas).toBe(3);
  const selector = await run(
    "get",
    "service",
    "api-gateway",
    "-n",
    namespace,
    "-o",
    "jsonpath={.spec.selector}",
  );
  expect(selector).toContain("rollouts-pod-template-hash");
});

test("a new release goes through its canary: behind the load balancer by weight, in the cluster by pods", async () => {
  await folder.setImages("production", "2.1.0");
  await apply("overlays/production");
  clock.advance(8 * minute);
  expect(phases()).toEqual(new Set(["Paused"]));
  const gateway = () => rollout("api-gateway").status;
  const credit = () => rollout("credit-service").status;
  expect(gateway()).toMatchObject({ currentStepIndex: 2, canary: { weights: { canary: { weight: 10 } } } });
  expect(credit()).toMatchObject({ currentStepIndex: 2, updatedReplicas: 1, replicas: 4 });

  await Promise.all(rollouts().map(({ metadata }) => promote(metadata.name)));
  clock.advance(minute);
  expect(gateway()).toMatchObject({ currentStepIndex: 4, canary: { weights: { canary: { weight: 25 } } } });
  clock.advance(8 * minute);
  expect(gateway()).toMatchObject({ currentStepIndex: 7, canary: { weights: { canary: { weight: 50 } } } });
  expect(credit()).toMatchObject({ currentStepIndex: 7, updatedReplicas: 2 });

  await Promise.all(rollouts().map(({ metadata }) => promote(metadata.name)));
  clock.advance(5 * minute);
  expect(phases()).toEqual(new Set(["Healthy"]));
  for (const each of rollouts()) {
    expect(imagesOf(each)).toContain(`horizon-${each.metadata.name}:2.1.0@sha256:`);
    expect(each.status?.stableRS).toBe(each.status?.currentPodHash);
  }
  const runs = await run("get", "analysisruns", "-n", namespace, "-o", "jsonpath={.items[*].status.phase}");
  expect(runs.split(" ")).toEqual(Array(12).fill("Successful"));
});

test("people have the rights of their role in the services' namespace, and ops-server may be nobody else", async () => {
  const can = async (who: string[], what: string[], ns = namespace) =>
    (await kubectl(["auth", "can-i", ...what, "-n", ns, ...who])).stdout.trim();
  const as = (role: string) => ["--as", "ana@horizon.example", "--as-group", `horizon:${role}`];
  for (const role of ["operator", "oncall", "admin"]) {
    expect(await can(as(role), ["patch", "rollouts.argoproj.io", "--subresource", "status"])).toBe("yes");
    expect(await can(as(role), ["patch", "horizontalpodautoscalers.autoscaling"])).toBe("yes");
    expect(await can(as(role), ["delete", "pods"])).toBe("yes");
    expect(await can(as(role), ["delete", "rollouts.argoproj.io"])).toBe("no");
    expect(await can(as(role), ["delete", "pods"], "kube-system")).toBe("no");
  }
  for (const role of ["viewer", "manager"]) {
    expect(await can(as(role), ["get", "pods", "--subresource", "log"])).toBe("yes");
    expect(await can(as(role), ["patch", "rollouts.argoproj.io"])).toBe("no");
  }
  expect(await can([], ["list", "rollouts.argoproj.io"])).toBe("yes");
  expect(await can([], ["list", "secrets"])).toBe("no");
  expect(await can([], ["patch", "rollouts.argoproj.io"])).toBe("no");
  const { stderr } = await kubectl([
    "get",
    "pods",
    "-n",
    namespace,
    "--as",
    "ana",
    "--as-group",
    "system:masters",
  ]);
  expect(stderr).toMatch(/cannot impersonate resource "groups"/);
});

import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { asDeployer, startTestCluster, type TestCluster } from "./testing/test-cluster.ts";

const namespace = "horizon-production";
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  await cluster.apply("platform/foundation/production");
});
afterAll(() => cluster.close());

const person = (role: string) => ["--as", "ana@horizon.example", "--as-group", `horizon:${role}`];
const opsServer = ["--as", "system:serviceaccount:horizon-system:ops-server"];

/** What an account may do of a list of `verb resource[/subresource]`. */
async function allowed(
  who: readonly string[],
  actions: readonly string[],
  ns = namespace,
): Promise<string[]> {
  const answers = [];
  for (const action of actions) {
    const [verb = "", target = ""] = action.split(" ");
    const [resource = "", subresource] = target.split("/");
    const sub = subresource ? ["--subresource", subresource] : [];
    if (await cluster.canI(verb, resource, "-n", ns, ...sub, ...who)) answers.push(action);
  }
  return answers;
}

const acting = [
  "patch rollouts.argoproj.io",
  "patch rollouts.argoproj.io/status",
  "patch rollouts.argoproj.io/scale",
  "patch deployments.apps",
  "patch deployments.apps/scale",
  "patch horizontalpodautoscalers.autoscaling",
  "delete pods",
];
const reading = ["get pods/log"];
const forbidden = [
  "delete rollouts.argoproj.io",
  "update deployments.apps",
  "get secrets",
  "create pods",
  "create pods/exec",
  "patch networkpolicies.networking.k8s.io",
  "create rolebindings.rbac.authorization.k8s.io",
];
const elsewhere = ["patch deployments.apps", "delete pods", "get pods/log"];
const everything = [...acting, ...reading, ...forbidden];

describe("people", () => {
  it.each(["operator", "oncall", "admin"])(
    "%s acts in the services' namespace, and nowhere else",
    async (role) => {
      expect(await allowed(person(role), everything)).toEqual([...acting, ...reading]);
      expect(await allowed(person(role), elsewhere, "kube-system")).toEqual([]);
    },
  );

  it.each(["viewer", "manager"])("%s reads logs", async (role) => {
    expect(await allowed(person(role), everything)).toEqual(reading);
  });
});

test("ops-server looks at everything but secrets, and by itself changes nothing", async () => {
  const looks = [
    "list pods",
    "watch rollouts.argoproj.io",
    "list nodes",
    "watch analysisruns.argoproj.io",
    "list secrets",
  ];
  expect(await allowed(opsServer, [...looks, ...everything])).toEqual(looks.slice(0, -1));
});

test("ops-server may be nobody but a person of one of five groups", async () => {
  const refused = await cluster.refusal(
    "get",
    "pods",
    "-n",
    namespace,
    "--context",
    "production",
    "--as",
    "ana",
    "--as-group",
    "system:masters",
  );
  expect(refused).toMatch(/groups "system:masters" is forbidden.* cannot impersonate resource "groups"/);
  expect(await cluster.run("get", "nodes", "--context", "production")).toContain("ec2.internal");
});

test("a deployment applies in its two namespaces, and makes itself no rights", async () => {
  const applies = [
    "create deployments.apps",
    "patch rollouts.argoproj.io",
    "create externalsecrets.external-secrets.io",
    "delete jobs.batch",
  ];
  expect(await allowed(asDeployer, [...applies, ...forbidden])).toEqual([
    ...applies,
    "patch networkpolicies.networking.k8s.io",
  ]);
  expect(await allowed(asDeployer, applies, "horizon-system")).toEqual(applies);
  expect(await allowed(asDeployer, elsewhere, "kube-system")).toEqual([]);
  expect(
    await cluster.refusal(
      "label",
      "namespace",
      namespace,
      "pod-security.kubernetes.io/enforce=privileged",
      "--overwrite",
      ...asDeployer,
    ),
  ).toMatch(/forbidden/);
});

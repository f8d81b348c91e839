import { afterAll, beforeAll, expect, it } from "vitest";
import { createKubectl, findKubectl, type Kubectl } from "../testing/kubectl.ts";
import { type RunningCluster, startRunningCluster } from "../testing/running-cluster.ts";

let fixture: RunningCluster;
let kubectl: Kubectl;

const manifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`;

async function ok(args: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args.split(" "), input);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}
const image = () => ok("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}");
const status = () => ok("rollout status deploy/web --timeout 90s");

beforeAll(async () => {
  fixture = await startRunningCluster();
  kubectl = createKubectl(await findKubectl(), fixture.kubeconfig);
  await ok("apply -f -", manifest("web:1"));
});
afterAll(() => fixture.close());

it("rollout status waits until the deployment is out", async () => {
  expect(await status()).toMatch(/deployment "web" successfully rolled out/);
  expect(await ok("get deploy web")).toMatch(/web +2\/2 +2 +2/);
});

it("rollout history shows the revisions, and undo goes back to the one before", async () => {
  await ok("apply -f -", manifest("web:2"));
  await status();
  expect(await ok("rollout history deploy/web")).toMatch(/REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>/);
  expect(await ok("rollout history deploy/web --revision 1")).toMatch(/Image:\s+web:1/);
  await ok("rollout undo deploy/web");
  await status();
  expect(await image()).toBe("web:1");
  await ok("rollout undo deploy/web --to-revision 2");
  expect(await image()).toBe("web:2");
  await status();
});

it("rollout restart replaces every pod", async () => {
  const pods = () => ok("get pods -l app=web -o name");
  const before = (await pods()).trim().split("\n");
  await ok("rollout restart deploy/web");
  await status();
  const gone = () => before.every((name) => !fixture.store.find("pods", "default", name.replace("pod/", "")));
  await expect.poll(gone, { timeout: 60_000 }).toBe(true);
});

it("rollout pause holds a change back and resume lets it go", async () => {
  await ok("rollout pause deploy/web");
  await ok("set image deploy/web web=web:3");
  expect(
    await ok('get deploy web -o jsonpath={.status.conditions[?(@.type=="Progressing")].reason}'),
  ).toMatch(/Paused/);
  await ok("rollout resume deploy/web");
  await status();
  expect(await ok("get pods -l app=web -o jsonpath={.items[*].spec.containers[0].image}")).toMatch(/web:3/);
});

it("describes a deployment with what its controller did", async () => {
  const text = await ok("describe deploy web");
  expect(text).toMatch(/NewReplicaSet: +web-\w+ \(2\/2 replicas created\)/);
  expect(text).toMatch(/ScalingReplicaSet/);
});

it("a namespace has its default service account, also after somebody deleted it", async () => {
  await ok("create namespace later");
  await ok("wait --for=create serviceaccount/default -n later --timeout=30s");
  expect(await ok("create token default -n later")).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\s*$/);
  await ok("delete serviceaccount default -n later");
  await ok("wait --for=create serviceaccount/default -n later --timeout=30s");
});

it("rollout commands refuse a Rollout, as kubectl does everywhere: its own plugin is for that", async () => {
  const rollout = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "canary" },
    spec: { replicas: 0, selector: { matchLabels: { app: "canary" } }, strategy: { canary: {} } },
  };
  await ok("create -f -", JSON.stringify(rollout));
  for (const command of ["status", "history", "undo", "restart"]) {
    const { code, stderr } = await kubectl(["rollout", command, "rollout/canary"]);
    expect(code).toBe(1);
    expect(stderr).toMatch('no kind "Rollout" is registered for version "argoproj.io/v1alpha1"');
  }
  await ok("wait --for=jsonpath={.spec.replicas}=0 rollout/canary --timeout=30s");
});

it("events tells what happened to an object, and get --raw answers with what the server says", async () => {
  expect(await ok("events --for deployment/web")).toMatch(/ScalingReplicaSet +Deployment\/web +Scaled up/);
  expect(JSON.parse(await ok("get --raw /apis/apps/v1/namespaces/default/deployments/web"))).toMatchObject({
    kind: "Deployment",
    metadata: { name: "web" },
  });
  expect(await ok("get --raw /readyz")).toBe("ok");
});

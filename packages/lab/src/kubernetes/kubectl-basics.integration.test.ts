import { beforeAll, describe, expect, it } from "vitest";
import { serveKubectl } from "../testing/served-kubectl.ts";

const { kubectl, store } = await serveKubectl();

const manifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "${image}", ports: [{ containerPort: 8080 }] }
        - { name: proxy, image: "proxy:1" }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: api, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers: [{ name: api, image: "${image}" }]
`;

/** Runs a command that must succeed and gives what it printed. */
async function ok(args: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args.split(" "), input);
  expect(stderr).not.toMatch(/error/i);
  expect(code).toBe(0);
  return stdout;
}

function createPod(name: string, phase: string, labels: Record<string, string>, restarts = 0): void {
  const containers = ["web", "proxy"];
  const pod = store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop", labels },
    spec: {
      nodeName: "node-1",
      containers: containers.map((container) => ({ name: container, image: "x:1" })),
    },
  });
  const lastState = restarts ? { terminated: { exitCode: 1, reason: "Error" } } : {};
  const containerStatuses = containers.map((container) => ({
    name: container,
    ready: true,
    restartCount: restarts,
    image: "x:1",
    imageID: "",
    state: { running: { startedAt: pod.metadata.creationTimestamp } },
    lastState,
  }));
  store.updateStatus("pods", { ...pod, status: { phase, podIP: "10.0.0.1", containerStatuses } });
}

beforeAll(async () => {
  await ok("apply -f -", manifest("web:1"));
  createPod("web-1", "Running", { app: "web" }, 1);
  createPod("web-2", "Pending", { app: "web" });
});

describe("kubectl get", () => {
  it("prints pods with their real columns", async () => {
    const wide = await ok("get pods -n shop -o wide");
    expect(wide).toMatch(/NAME +READY +STATUS +RESTARTS +AGE +IP +NODE/);
    expect(wide).toMatch(/web-1 +2\/2 +Running +2 .* +10\.0\.0\.1 +node-1/);
  });

  it("selects by labels, by fields and across namespaces", async () => {
    expect(await ok("get pods -n shop -l app=web -o name")).toBe("pod/web-1\npod/web-2\n");
    expect(await ok("get pods -n shop -l app!=web -o name")).toBe("");
    expect(await ok("get pods -A --field-selector status.phase=Pending -o name")).toBe("pod/web-2\n");
    expect(await ok("get pods -A")).toMatch(/NAMESPACE +NAME/);
  });

  it("gets YAML, by short name and by category", async () => {
    expect(await ok("get deploy web -n shop -o yaml")).toMatch(
      /kind: Deployment[\s\S]*progressDeadlineSeconds: 600/,
    );
    expect(await ok("get ro -n shop")).toMatch(/NAME +DESIRED +CURRENT +UP-TO-DATE +AVAILABLE +AGE\napi +2/);
    expect(await ok("get all -n shop")).toMatch(/pod\/web-1[\s\S]*deployment\.apps\/web/);
  });

  it("gets every kind that the server says it has", async () => {
    const kinds = (await ok("api-resources --verbs=list -o name")).trim().split("\n");
    expect(kinds).toContain("rollouts.argoproj.io");
    await ok(`get ${kinds.join(",")} -A -o name`);
  });

  it("watches", async () => {
    const watch = kubectl.start(["get", "configmaps", "-n", "shop", "-w"]);
    const create = (name: string) =>
      store.create("configmaps", {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: "shop" },
      });
    create("first");
    await watch.until((text) => /first +0/.test(text));
    create("second");
    const text = await watch.until((printed) => /second +0/.test(printed));
    expect(text.match(/NAME/g)).toHaveLength(1);
    await watch.stop();
  });

  it("explains what it does not find", async () => {
    const { code, stderr } = await kubectl(["get", "pod", "nobody", "-n", "shop"]);
    expect(code).toBe(1);
    expect(stderr).toBe('Error from server (NotFound): pods "nobody" not found\n');
  });
});

describe("kubectl describe", () => {
  it("describes a pod with its events", async () => {
    const pod = store.find("pods", "shop", "web-1");
    const time = pod?.metadata.creationTimestamp;
    store.create("events", {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "web-1.1", namespace: "shop" },
      involvedObject: { kind: "Pod", namespace: "shop", name: "web-1", uid: pod?.metadata.uid },
      type: "Warning",
      reason: "BackOff",
      message: "Back-off restarting failed container",
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      source: { component: "kubelet" },
    } as Parameters<typeof store.create>[1]);
    const text = await ok("describe pod web-1 -n shop");
    expect(text).toMatch(/Restart Count: +1/);
    expect(text).toMatch(/Warning +BackOff .*kubelet +Back-off restarting failed container/);
    expect(await ok("describe pod web-2 -n shop")).toMatch(/Events: +<none>/);
  });

  it("describes deployments, rollouts and nodes", async () => {
    expect(await ok("describe deploy web -n shop")).toMatch(/Replicas: +2 desired/);
    expect(await ok("describe rollout api -n shop")).toMatch(/Kind: +Rollout/);
  });
});

describe("kubectl writes", () => {
  it("applies: unchanged, configured, pruned of what the manifest no longer says", async () => {
    expect(await ok("apply -f -", manifest("web:1"))).toMatch(/web unchanged[\s\S]*api unchanged/);
    expect(await ok("apply -f -", manifest("web:2"))).toMatch(/web configured[\s\S]*api configured/);
    expect(await ok("get deploy web -n shop -o jsonpath={.spec.template.spec.containers[*].image}")).toBe(
      "web:2 proxy:1",
    );
    const shorter = manifest("web:2").replace('        - { name: proxy, image: "proxy:1" }\n', "");
    await ok("apply -f -", shorter);
    expect(await ok("get deploy web -n shop -o jsonpath={.spec.template.spec.containers[*].image}")).toBe(
      "web:2",
    );
  });

  it("patches in three ways", async () => {
    const read = (path: string) => ok(`get deploy web -n shop -o jsonpath=${path}`);
    const patch = (type: string, body: object) =>
      kubectl(["patch", "deploy", "web", "-n", "shop", "--type", type, "-p", JSON.stringify(body)]);
    const containers = [{ name: "web", image: "web:9" }];
    expect((await patch("strategic", { spec: { template: { spec: { containers } } } })).code).toBe(0);
    expect(await read("{.spec.template.spec.containers[0].image}")).toBe("web:9");
    expect((await patch("merge", { metadata: { labels: { tier: "front" } } })).code).toBe(0);
    expect(await read("{.metadata.labels.tier}")).toBe("front");
    expect((await patch("json", [{ op: "replace", path: "/spec/replicas", value: 3 }])).code).toBe(0);
    expect(await read("{.spec.replicas}")).toBe("3");
    const failed = await patch("json", [{ op: "test", path: "/spec/replicas", value: 99 }]);
    expect(failed.code).toBe(1);
  });

  it("scales a deployment and a rollout", async () => {
    await ok("scale deploy/web -n shop --replicas 4");
    await ok("scale rollout/api -n shop --replicas 6");
    expect(await ok("get deploy/web rollout/api -n shop -o jsonpath={.items[*].spec.replicas}")).toBe("4 6");
    const refused = await kubectl([
      "scale",
      "deploy/web",
      "-n",
      "shop",
      "--replicas",
      "1",
      "--current-replicas",
      "9",
    ]);
    expect(refused.stderr).toMatch(/Expected replicas to be 9, was 4/);
  });

  it("labels, annotates, sets an image and creates from stdin", async () => {
    await ok("label pod web-2 -n shop checked=yes");
    await ok("annotate pod web-2 -n shop note=hi");
    await ok("set image deploy/web web=web:10 -n shop");
    expect(await ok("get pods -n shop -l checked=yes -o name")).toBe("pod/web-2\n");
    await ok("create namespace extra");
    expect(await ok("get ns extra -o jsonpath={.status.phase}")).toBe("Active");
  });

  it("explains an invalid object field by field", async () => {
    const { stderr } = await kubectl(
      ["apply", "-f", "-"],
      manifest("web:1").replace("replicas: 2", "replicas: -2"),
    );
    expect(stderr).toMatch(/The Deployment "web" is invalid: spec.replicas: Invalid value: -2/);
  });

  it("deletes and waits until it is gone", async () => {
    await ok("create namespace doomed");
    store.create("configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c", namespace: "doomed" },
    });
    await ok("delete namespace doomed");
    expect(store.find("configmaps", "doomed", "c")).toBeUndefined();
    store.create("pods", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "slow", namespace: "shop" },
      spec: { nodeName: "n", containers: [{ name: "a", image: "a" }] },
    });
    const deletion = kubectl(["delete", "pod", "slow", "-n", "shop"]);
    await expect.poll(() => store.find("pods", "shop", "slow")?.metadata.deletionTimestamp).toBeDefined();
    store.delete("pods", "shop", "slow", { gracePeriodSeconds: 0 });
    expect((await deletion).stdout).toMatch(/pod "slow" deleted/);
  });
});

describe("kubectl logs", () => {
  it("reads the container that is named, the first without one, and none that is not there", async () => {
    expect((await kubectl(["logs", "web-1", "-n", "shop"])).stdout).toMatch(/^web line 1/);
    expect(await ok("logs web-1 -n shop -c proxy")).toBe("proxy line 1\nproxy line 2\nproxy line 3\n");
    const { stderr } = await kubectl(["logs", "web-1", "-n", "shop", "-c", "nope"]);
    expect(stderr).toMatch(/container nope is not valid for pod web-1/);
  });

  it("tails, dates, limits and looks back", async () => {
    expect(await ok("logs web-1 -n shop -c web --tail 1")).toBe("web line 3\n");
    expect(await ok("logs web-1 -n shop -c web --tail 1 --timestamps")).toBe(
      "2026-01-05T09:00:03.000000000Z web line 3\n",
    );
    expect(await ok("logs web-1 -n shop -c web --limit-bytes 8")).toBe("web line");
    expect(await ok("logs web-1 -n shop -c web --since-time 2026-01-05T09:00:02Z")).toBe(
      "web line 2\nweb line 3\n",
    );
  });

  it("follows, and reads the previous instance where there is one", async () => {
    expect(await ok("logs -f web-1 -n shop -c web")).toMatch(/web line 3\nfollowed\n$/);
    expect(await ok("logs web-1 -n shop -c web --previous")).toMatch(/^web previous 1/);
    const { stderr } = await kubectl(["logs", "web-2", "-n", "shop", "-c", "web", "--previous"]);
    expect(stderr).toMatch(/previous terminated container "web" in pod "web-2" not found/);
  });
});

describe("kubectl as somebody", () => {
  it("says what one may do", async () => {
    expect((await kubectl(["auth", "can-i", "delete", "pods", "--context", "viewer@test"])).stdout).toBe(
      "no\n",
    );
    expect(await ok("auth can-i list pods --context viewer@test")).toBe("yes\n");
    expect(await ok("auth can-i list rollouts.argoproj.io -n shop --as ann --as-group viewers")).toBe(
      "yes\n",
    );
    expect(await ok("auth whoami --as ann --as-group a --as-group b")).toMatch(
      /ann[\s\S]*\[a b system:authenticated\]/,
    );
  });

  it("acts as the user it names", async () => {
    const { code, stderr } = await kubectl(["delete", "pod", "web-1", "-n", "shop", "--as", "ann"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/pods "web-1" is forbidden: User "ann" cannot delete resource "pods"/);
    expect(await ok("get pods -n shop -o name --as ann --as-group viewers")).toMatch(/web-1/);
  });
});

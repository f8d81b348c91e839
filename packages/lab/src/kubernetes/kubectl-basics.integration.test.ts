import { describe, expect, it } from "vitest";
import { serveShop } from "../testing/served-shop.ts";

const { kubectl, ok, store } = await serveShop();

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

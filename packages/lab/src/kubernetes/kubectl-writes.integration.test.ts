import { describe, expect, it } from "vitest";
import { serveShop, shopManifest } from "../testing/served-shop.ts";

const { kubectl, ok, store } = await serveShop();

describe("kubectl writes", () => {
  it("applies: unchanged, configured, pruned of what the manifest no longer says", async () => {
    expect(await ok("apply -f -", shopManifest("web:1"))).toMatch(/web unchanged[\s\S]*api unchanged/);
    expect(await ok("apply -f -", shopManifest("web:2"))).toMatch(/web configured[\s\S]*api configured/);
    expect(await ok("get deploy web -n shop -o jsonpath={.spec.template.spec.containers[*].image}")).toBe(
      "web:2 proxy:1",
    );
    const shorter = shopManifest("web:2").replace('        - { name: proxy, image: "proxy:1" }\n', "");
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
      shopManifest("web:1").replace("replicas: 2", "replicas: -2"),
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

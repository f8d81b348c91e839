import { chmod, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createKubectl, findKubectl } from "../testing/kubectl.ts";
import { serveApi } from "../testing/served-api.ts";
import type { ResourceName } from "./store/object-store.ts";
import { readPath } from "./store/read-path.ts";

const { kubeconfig, store } = await serveApi();
const editor = join(dirname(kubeconfig), "editor");
const kubectl = createKubectl(await findKubectl(), kubeconfig, { KUBE_EDITOR: editor });

const configMap = (data: object) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "default" },
  data,
});

beforeAll(async () => {
  await writeFile(editor, '#!/bin/sh\nsed -i "s/old/new/" "$1"\n');
  await chmod(editor, 0o755);
  store.create("nodes", {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n" },
    spec: {},
    status: { conditions: [{ type: "Ready", status: "True" }] },
  } as Parameters<typeof store.create>[1]);
  await ok("create deployment web --image=web:1");
});

async function ok(args: string, input?: object): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args.split(" "), input && JSON.stringify(input));
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}
const read = (resource: ResourceName, name: string, path: string) => {
  const namespace = resource === "nodes" ? null : "default";
  const keys = path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return readPath(store.find(resource, namespace, name), keys);
};
const container = (path: string) =>
  read("deployments.apps", "web", `spec.template.spec.containers.0.${path}`);

describe("kubectl changes", () => {
  it("resources, environment and account of a workload", async () => {
    await ok("set resources deployment/web --limits=cpu=200m,memory=64Mi");
    expect(container("resources.limits")).toEqual({ cpu: "200m", memory: "64Mi" });
    await ok("set env deployment/web COLOUR=red");
    expect(container("env")).toEqual([{ name: "COLOUR", value: "red" }]);
    await ok("set env deployment/web COLOUR-");
    expect(container("env")).toBeUndefined();
    await ok("set serviceaccount deployment/web robot");
    expect(read("deployments.apps", "web", "spec.template.spec.serviceAccountName")).toBe("robot");
  });

  it("taints of a node and whether it takes pods, also by draining it", async () => {
    await ok("taint node n special=yes:NoSchedule");
    expect(read("nodes", "n", "spec.taints")).toEqual([
      { key: "special", value: "yes", effect: "NoSchedule" },
    ]);
    await ok('run lonely --image=lonely:1 --overrides={"spec":{"nodeName":"n"}}');
    const drained = kubectl(["drain", "n", "--force", "--timeout=10s"]);
    await expect.poll(() => read("pods", "lonely", "metadata.deletionTimestamp")).toBeDefined();
    store.delete("pods", "default", "lonely", { gracePeriodSeconds: 0 });
    expect((await drained).stdout).toMatch(/node\/n cordoned[\s\S]*node\/n drained/);
    expect(read("nodes", "n", "spec.unschedulable")).toBe(true);
    await ok("uncordon n");
    expect(read("nodes", "n", "spec.unschedulable")).toBeUndefined();
  });

  it("an object in an editor, and by replacing it", async () => {
    await ok("create -f -", configMap({ word: "old" }));
    const { resourceVersion } = store.find("configmaps", "default", "settings")?.metadata ?? {};
    expect(await ok("edit configmap settings")).toBe("configmap/settings edited\n");
    expect(read("configmaps", "settings", "data")).toEqual({ word: "new" });
    const { metadata, ...rest } = configMap({ word: "stale" });
    const stale = JSON.stringify({ ...rest, metadata: { ...metadata, resourceVersion } });
    expect((await kubectl(["replace", "-f", "-"], stale)).stderr).toMatch(
      /Error from server \(Conflict\).*the object has been modified; please apply your changes to the latest version/,
    );
    await ok("replace -f -", configMap({ word: "replaced" }));
    expect(read("configmaps", "settings", "data")).toEqual({ word: "replaced" });
    await ok("replace --force -f -", configMap({ word: "made anew" }));
    expect(read("configmaps", "settings", "metadata.uid")).toBeDefined();
  });

  it("nothing while it waits for a field, a condition and an end", async () => {
    expect(await ok("wait --for=condition=Ready node/n --timeout=5s")).toBe("node/n condition met\n");
    const waiting = kubectl([
      "wait",
      "--for=jsonpath={.data.word}=come",
      "configmap/settings",
      "--timeout=10s",
    ]);
    await ok('patch configmap settings --type=merge -p {"data":{"word":"come"}}');
    expect((await waiting).stdout).toBe("configmap/settings condition met\n");
    const gone = kubectl(["wait", "--for=delete", "configmap/settings", "--timeout=10s"]);
    await ok("delete configmap settings");
    expect((await gone).code).toBe(0);
  });
});

describe("kubectl create token", () => {
  it("gives a token that is the account's, until the account is gone", async () => {
    await ok("create serviceaccount robot");
    const token = (await ok("create token robot --duration=20m")).trim();
    const who = () => kubectl(["auth", "whoami", `--token=${token}`]);
    expect((await who()).stdout).toMatch(
      /system:serviceaccount:default:robot[\s\S]*\[system:serviceaccounts system:serviceaccounts:default system:authenticated\]/,
    );
    expect((await kubectl(["create", "token", "robot", "--duration=1m"])).stderr).toMatch(
      /may not specify a duration less than 10 minutes/,
    );
    await ok("delete serviceaccount robot");
    expect((await who()).stderr).toMatch(/Unauthorized/);
  });
});

describe("a Secret", () => {
  it("takes its data as text, and nothing that is no base64", async () => {
    const secret = (fields: object) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "word" },
      ...fields,
    });
    await ok("apply -f -", secret({ stringData: { a: "open" } }));
    expect(store.find("secrets", "default", "word")).toMatchObject({
      data: { a: "b3Blbg==" },
      type: "Opaque",
    });
    expect(store.find("secrets", "default", "word")).not.toHaveProperty("stringData");
    const { stderr } = await kubectl(
      ["replace", "-f", "-"],
      JSON.stringify(secret({ data: { a: "open!" } })),
    );
    expect(stderr).toMatch(
      /Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 4/,
    );
    expect(stderr).not.toMatch("open!");
  });
});

import { describe, expect, it } from "vitest";
import { serveKubectl } from "../testing/served-kubectl.ts";
import type { ResourceName } from "./store/object-store.ts";

const { kubectl, store } = await serveKubectl();

const run = (args: string, input?: object) =>
  kubectl([...args.split(" "), "-n", "shop"], input && JSON.stringify(input));

async function ok(args: string, input?: object): Promise<string> {
  const { code, stdout, stderr } = await run(args, input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

const find = (resource: ResourceName, name: string) => store.find(resource, "shop", name);

const rollout = (replicas: number | undefined, images: Record<string, string>) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name: "web", labels: { tier: "front" } },
  spec: {
    replicas,
    selector: { matchLabels: { app: "web" } },
    strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: Object.entries(images).map(([name, image]) => ({ name, image })) },
    },
  },
});
const configMap = (data: object) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings" },
  data,
});

describe("kubectl apply --server-side", () => {
  const apply = "apply --server-side --field-manager=pipeline -f -";
  const images = { web: "web:1", proxy: "proxy:1" };

  it("creates, and stores nothing new when it is done again", async () => {
    expect(await ok(apply, rollout(2, images))).toBe("rollout.argoproj.io/web serverside-applied\n");
    const { resourceVersion } = find("rollouts.argoproj.io", "web")?.metadata ?? {};
    await ok(apply, rollout(2, images));
    expect(find("rollouts.argoproj.io", "web")?.metadata.resourceVersion).toBe(resourceVersion);
  });

  it("refuses to change what another manager set, names it, and takes it over by force", async () => {
    await ok("scale rollout/web --replicas=5");
    const { code, stderr } = await run(apply, rollout(2, images));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using argoproj.io/v1alpha1: .spec.replicas',
    );
    expect(find("rollouts.argoproj.io", "web")?.spec).toMatchObject({ replicas: 5 });
    await ok(apply, rollout(undefined, images));
    expect(find("rollouts.argoproj.io", "web")?.spec).toMatchObject({ replicas: 5 });
    await ok(`${apply} --force-conflicts`, rollout(3, images));
    expect(find("rollouts.argoproj.io", "web")?.spec).toMatchObject({ replicas: 3 });
  });

  it("removes the container that the manifest gives up, and no other", async () => {
    const patch = {
      spec: {
        template: {
          spec: {
            containers: [
              { name: "web", image: "web:1" },
              { name: "proxy", image: "proxy:1" },
              { name: "log", image: "log:1" },
            ],
          },
        },
      },
    };
    expect(
      (await kubectl(["patch", "rollout", "web", "-n", "shop", "--type=merge", "-p", JSON.stringify(patch)]))
        .code,
    ).toBe(0);
    await ok(apply, rollout(3, { web: "web:2" }));
    expect(await ok("get rollout web -o jsonpath={.spec.template.spec.containers[*].image}")).toBe(
      "web:2 log:1",
    );
  });

  it("shows who owns what", async () => {
    const shown = JSON.parse(await ok("get rollout web -o json --show-managed-fields"));
    const pipeline = shown.metadata.managedFields.find(
      ({ manager }: { manager: string }) => manager === "pipeline",
    );
    expect(pipeline).toMatchObject({
      operation: "Apply",
      apiVersion: "argoproj.io/v1alpha1",
      fieldsV1: { "f:spec": { "f:replicas": {}, "f:strategy": { "f:canary": { "f:steps": {} } } } },
    });
  });

  it("takes an object over from kubectl's own client-side apply", async () => {
    await ok("apply -f -", configMap({ a: "1", b: "2" }));
    const { stdout, stderr } = await run("apply --server-side --force-conflicts -f -", configMap({ a: "3" }));
    expect(stderr).toBe("");
    expect(stdout).toBe("configmap/settings serverside-applied\n");
    await ok("apply --server-side -f -", configMap({ a: "4" }));
    expect(find("configmaps", "settings")).toMatchObject({ data: { a: "4" } });
    expect(find("configmaps", "settings")).not.toHaveProperty(["data", "b"]);
  });

  it("tries out without storing: dry run and diff", async () => {
    expect(await ok("apply --server-side --dry-run=server -f -", configMap({ a: "5" }))).toMatch(
      /server dry run/,
    );
    const { code, stdout } = await run("diff --server-side -f -", configMap({ a: "5" }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/- {2}a: "4"\n\+ {2}a: "5"/);
    expect(find("configmaps", "settings")).toMatchObject({ data: { a: "4" } });
  });
});

describe("kubectl apply", () => {
  it("prunes what the manifests no longer hold", async () => {
    const labelled = (name: string) => ({
      ...configMap({ a: "1" }),
      metadata: { name, labels: { app: "pruned" } },
    });
    const prune = (name: string) => run("apply --prune -l app=pruned -f -", labelled(name));
    expect((await prune("first")).stdout).toBe("configmap/first created\n");
    expect((await prune("second")).stdout).toBe("configmap/second created\nconfigmap/first pruned\n");
    expect(find("configmaps", "first")).toBeUndefined();
  });

  it("says of a kind that nobody serves that its definition is missing", async () => {
    const { code, stderr } = await run("apply -f -", {
      apiVersion: "no/v1",
      kind: "Such",
      metadata: { name: "a" },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/no matches for kind "Such" in version "no\/v1"\nensure CRDs are installed first/);
  });

  it("is not allowed for what nothing in the cluster would act on", async () => {
    const volume = { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "a" } };
    expect((await run("apply -f -", volume)).stderr).toMatch(/MethodNotAllowed/);
    expect((await run("get persistentvolumes")).stderr).toBe("No resources found\n");
  });
});

describe("fields that nobody knows", () => {
  const wrong = { ...configMap({ a: "6" }), dato: { a: "7" } };

  it("are refused, warned of or passed over, and never stored", async () => {
    const { code, stderr } = await run("replace -f -", wrong);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dato"',
    );
    expect(find("configmaps", "settings")).toMatchObject({ data: { a: "4" } });
    const warned = await run("replace --validate=warn -f -", wrong);
    expect(warned).toMatchObject({ code: 0, stderr: 'Warning: unknown field "dato"\n' });
    expect(find("configmaps", "settings")).toMatchObject({ data: { a: "6" } });
    expect(find("configmaps", "settings")).not.toHaveProperty("dato");
  });

  it("are named with their place, as wrong types are", async () => {
    const deployment = (spec: object) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "wrong" },
      spec: {
        selector: { matchLabels: { a: "b" } },
        template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "a", imagee: "b" }] } },
        ...spec,
      },
    });
    expect((await run("create -f -", deployment({}))).stderr).toMatch(
      'unknown field "spec.template.spec.containers[0].imagee"',
    );
    expect((await run("create -f -", deployment({ replicas: "two" }))).stderr).toMatch(
      "json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type int32",
    );
    const patch = ["patch", "configmap", "settings", "-n", "shop", "-p", '{"data":{"a":1}}'];
    expect((await kubectl(patch)).stderr).toMatch(
      /The request is invalid: patch: Invalid value: .*cannot unmarshal number/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { serveKubectl } from "../testing/served-kubectl.ts";

const { kubectl } = await serveKubectl();

async function ok(args: string, input?: object): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args.split(" "), input && JSON.stringify(input));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("kubectl explain", () => {
  it("describes a kind of the API server, a field and all below it", async () => {
    const spec = await ok("explain deployment.spec");
    expect(spec).toMatch(/GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n/);
    expect(spec).toMatch(/replicas\t<integer>\n +Number of desired pods/);
    expect(spec).toMatch(/template\t<PodTemplateSpec> -required-/);
    expect(await ok("explain pod.spec.containers.resources.limits")).toMatch(
      /FIELD: limits <map\[string\]Quantity>/,
    );
    expect(await ok("explain hpa --recursive")).toMatch(/minReplicas\t<integer>/);
    expect((await kubectl(["explain", "pod.spec.nope"])).stderr).toBe('error: field "nope" does not exist\n');
  });

  it("describes a kind that a definition brought, as soon as it is there", async () => {
    const description = "How long it is in metres.";
    const spec = { type: "object", properties: { length: { type: "integer", description } } };
    const names = { kind: "Pipe", plural: "pipes", singular: "pipe" };
    await ok("create -f -", {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "pipes.example.com" },
      spec: {
        group: "example.com",
        names,
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", description: "A pipe.", properties: { spec } } },
          },
        ],
      },
    });
    expect(await ok("explain pipe.spec --api-version=example.com/v1")).toMatch(
      /length\t<integer>\n +How long it is in metres\./,
    );
    expect(await ok("explain pipe --api-version=example.com/v1")).toMatch(
      /A pipe\.[\s\S]*metadata\t<ObjectMeta>/,
    );
  });
});

describe("kubectl discovery", () => {
  it("lists versions and resources with their groups, verbs and short names", async () => {
    const versions = (await ok("api-versions")).trim().split("\n");
    expect(versions).toEqual(expect.arrayContaining(["apps/v1", "argoproj.io/v1alpha1", "v1"]));
    const wide = await ok("api-resources -o wide --api-group=argoproj.io");
    expect(wide).toMatch(/rollouts +ro +argoproj\.io\/v1alpha1 +true +Rollout +create,delete,/);
    expect(await ok("api-resources --namespaced=false -o name")).toMatch(/^nodes$/m);
  });
});

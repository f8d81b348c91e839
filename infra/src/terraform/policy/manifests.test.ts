import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { terraformRoot } from "../configuration/load-configuration.ts";
import { planEverything } from "../configuration/plan-everything.ts";
import { environmentOf } from "./planned-values.ts";

/** What `k8s/` takes for granted in AWS is there: secrets, roles, load balancers, clusters. */
const k8s = join(terraformRoot, "../../k8s");
const objects = globSync("base/**/*.yaml", { cwd: k8s }).flatMap((file) =>
  parseAllDocuments(readFileSync(join(k8s, file), "utf8")).map(
    (document) => document.toJS() as Manifest | null,
  ),
);
interface Manifest {
  kind?: string;
  metadata?: { name?: string };
  subjects?: { name: string }[];
  spec?: { data?: { remoteRef: { key: string } }[] };
}

let resources: PlannedResource[];
beforeAll(async () => {
  ({ resources } = await planEverything());
});
const of = (environment: string, type: string) =>
  resources.filter((resource) => environmentOf(resource) === environment && resource.type === type);

test.each(["staging", "production", "dr"])(
  "every secret that the manifests of %s ask for has a name",
  (environment) => {
    const keys = new Set(
      objects.flatMap((object) =>
        (object?.spec?.data ?? []).map((item) => item.remoteRef?.key).filter(Boolean),
      ),
    );
    expect(keys.size).toBeGreaterThan(10);
    const names = of(environment, "aws_secretsmanager_secret").map(({ values }) => values.name);
    for (const key of keys) expect(names).toContain(`horizon/${environment}/${key}`);
  },
);

test.each(["staging", "production", "dr"])(
  "machines sign in to the cluster of %s with the groups that k8s/ gives rights to, and with no policy of EKS",
  (environment) => {
    const isMachine = (principal: unknown) => /-(github-deploy|ops-server)$/.test(String(principal));
    const entries = of(environment, "aws_eks_access_entry").filter(({ values }) =>
      isMachine(values.principal_arn),
    );
    expect(entries.length).toBeGreaterThan(0);
    const bound = objects.flatMap((object) => object?.subjects ?? []).map(({ name }) => name);
    for (const { values } of entries) {
      expect(values.kubernetes_groups).toHaveLength(1);
      expect(bound).toEqual(expect.arrayContaining(values.kubernetes_groups as string[]));
    }
    const policies = of(environment, "aws_eks_access_policy_association");
    expect(policies.filter(({ values }) => isMachine(values.principal_arn))).toEqual([]);
  },
);

test("service accounts of our own that have a role exist", () => {
  const accounts = objects
    .filter((object) => object?.kind === "ServiceAccount")
    .map((object) => object?.metadata?.name);
  const ours = of("production", "aws_eks_pod_identity_association").filter(({ values }) =>
    ["horizon-production", "horizon-system"].includes(String(values.namespace)),
  );
  expect(ours.length).toBeGreaterThan(4);
  for (const { values } of ours) expect(accounts).toContain(values.service_account);
});

test.each(["staging", "production", "dr"])(
  "the Ingresses of %s name load balancers that are made for them",
  (environment) => {
    const overlay = globSync(`overlays/${environment}/**/kustomization.yaml`, { cwd: k8s })
      .map((file) => readFileSync(join(k8s, file), "utf8"))
      .join("\n");
    const wanted = [...overlay.matchAll(/load-balancer-name, value: ([a-z-]+)/g)].map(([, name]) => name);
    expect(wanted).toHaveLength(2);
    const balancers = of(environment, "aws_lb");
    expect(balancers.map(({ values }) => values.name).sort()).toEqual(wanted.sort());
    for (const { tags } of balancers) {
      const ingress = String(tags["ingress.k8s.aws/stack"]).split("/")[1];
      expect(objects.some((object) => object?.kind === "Ingress" && object.metadata?.name === ingress)).toBe(
        true,
      );
    }
  },
);

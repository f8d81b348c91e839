import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type ChartEnvironment, environments, listCharts } from "./charts/controller-charts.ts";

const root = join(import.meta.dirname, "../../../k8s");

interface Named {
  name: string;
}

const readTerraform = (path: string) => readFileSync(join(root, "../infra/terraform", path), "utf8");

/** Which chart brings the kinds of a group that the API server does not have. */
const chartOfGroup: Record<string, string> = {
  "argoproj.io": "argo-rollouts",
  "external-secrets.io": "external-secrets",
};

describe.each(environments)("the controllers of %s", (environment) => {
  it("are charts at exact versions, each in a namespace that is there before it", () => {
    const made = parseAllDocuments(readFileSync(join(root, "platform/namespaces/namespaces.yaml"), "utf8"));
    const names = ["kube-system", ...made.map((document) => document.toJS().metadata.name)];
    for (const { name, namespace } of listCharts(environment)) expect(names, name).toContain(namespace);
  });

  it("differ from production's in the cluster's name, its region, its tag, how many of them run and what they ask from outside, and in nothing else", () => {
    const neutral = (name: ChartEnvironment) => {
      const regions = { production: "us-east-1", staging: "us-east-1", dr: "us-west-2" } as Record<
        string,
        string
      >;
      const asksFromOutside = (key: string, value: { confd?: unknown }) =>
        key === "clusterAgent" ? { ...value, confd: undefined } : value;
      return JSON.stringify(listCharts(name), asksFromOutside)
        .replaceAll(`horizon-${name}`, "<cluster>")
        .replaceAll(regions[name] ?? "", "<region>")
        .replaceAll(`env:${name}`, "<tag>")
        .replaceAll(`"Environment":"${name}"`, '"Environment":"<tag>"')
        .replaceAll(/"(replicas|replicaCount)":\d/g, '"$1":<count>');
    };
    expect(neutral(environment)).toBe(neutral("production"));
  });

  it("are rendered for the version of Kubernetes that Terraform gives the cluster", () => {
    const region = environment === "dr" ? "us-west-2" : "us-east-1";
    const live = `live/${environment === "staging" ? "staging" : "production"}/${region}/cluster/main.tf`;
    const [, version] = /kubernetes_version = "([\d.]+)"/.exec(readTerraform(live)) ?? [];
    expect(new Set(listCharts(environment).map(({ kubeVersion }) => kubeVersion))).toEqual(
      new Set([version]),
    );
  });

  it("run as the service accounts to which Terraform gives their rights in AWS", () => {
    const accounts = [
      ...readTerraform("modules/pod-policies/main.tf").matchAll(
        /^ {4}([\w-]+)\s+= \["([\w-]+)", "([\w-]+)"\]$/gm,
      ),
    ];
    const expected = accounts
      .map(([, name, namespace, account]) => ({ name, namespace, account }))
      .filter(({ name }) => name !== "ops-server");
    expect(expected).toHaveLength(4);
    for (const { name, namespace, account } of expected) {
      const found = listCharts(environment).find((chart) => chart.name === name);
      expect(found?.namespace, name).toBe(namespace);
      const values = found?.valuesInline as { serviceAccount?: Named; rbac?: { serviceAccount: Named } };
      expect((values.serviceAccount ?? values.rbac?.serviceAccount)?.name, name).toBe(account);
    }
  });

  it("look after the cluster that the environment's overlay is for", () => {
    const values = JSON.stringify(listCharts(environment));
    expect(
      values.match(/horizon-(production|staging|dr)\b/g)?.every((name) => name === `horizon-${environment}`),
    ).toBe(true);
  });
});

test("every custom kind that is used comes with a chart, and with its definitions", () => {
  const files = globSync("{base,components,overlays,platform/configs}/**/*.yaml", { cwd: root });
  const groups = new Set(
    files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(root, file), "utf8")).flatMap((document) => {
        const group = /^([^/]+)\//.exec(document.toJS()?.apiVersion ?? "")?.[1] ?? "";
        return group.includes(".") && !group.endsWith("k8s.io") ? [group] : [];
      }),
    ),
  );
  expect([...groups].sort()).toEqual(Object.keys(chartOfGroup));
  for (const group of groups) {
    const found = listCharts("production").find(({ name }) => name === chartOfGroup[group]);
    expect(found?.includeCRDs, group).toBe(true);
  }
});

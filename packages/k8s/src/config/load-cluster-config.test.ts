import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadClusterConfig } from "./load-cluster-config.ts";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: one
clusters: [{ name: c, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: one, context: { cluster: c, user: u } }]
`;

const good = `
clusters:
  - { name: east, region: us-east-1, kubeconfig: ./config, context: one }
  - { name: west, region: us-west-2, kubeconfig: ./config, context: two }
environments:
  - { id: production, title: Production, cluster: east, namespaces: [prod], tier: production }
  - { id: dr, title: DR, cluster: west, namespaces: [dr], tier: production }
`;

describe("loadClusterConfig", () => {
  let directory: string;
  const load = async (text: string) => {
    await writeFile(path.join(directory, "clusters.yaml"), text);
    return loadClusterConfig(path.join(directory, "clusters.yaml"));
  };
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "cluster-config-"));
    await writeFile(path.join(directory, "config"), kubeconfig);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("an unknown context takes out its cluster alone, and says which there are", async () => {
    const { config, problems } = await load(good);
    expect(config.clusters.map(({ name, loadKubeConfig }) => [name, loadKubeConfig !== null])).toEqual([
      ["east", true],
      ["west", false],
    ]);
    expect(config.clusters[0]?.loadKubeConfig?.().getCurrentCluster()?.server).toBe("https://127.0.0.1:1");
    expect(config.environments.map(({ id }) => id)).toEqual(["production", "dr"]);
    expect(problems).toMatchObject([
      { cluster: "west", message: expect.stringMatching(/context two is not in .*one/) },
    ]);
  });

  it.each([
    ["a missing kubeconfig", good.replaceAll("./config", "./nowhere"), "does not exist"],
    ["broken YAML", "clusters: [", "is not readable YAML"],
    ["another shape", "hello", 'must have the lists "clusters" and "environments"'],
    ["an unknown setting", `${good}\ncolour: red`, 'unknown setting "colour"'],
    ["a misspelt field", good.replace("region: us-east-1", "zone: us-east-1"), "region"],
    [
      "an environment of no cluster",
      good.replace("cluster: west", "cluster: north"),
      '"north" is not in the list',
    ],
    ["a name given twice", good.replace("name: west", "name: east"), "is listed twice"],
    ["inCluster with a kubeconfig", good.replace("context: one", "inCluster: true"), "inCluster excludes"],
    [
      "inCluster with eks",
      good.replace("kubeconfig: ./config, context: one", "inCluster: true, eks: one"),
      "and eks",
    ],
    [
      "eks without an AWS region",
      good.replace("region: us-east-1", "region: office, eks: one"),
      "needs the AWS region",
    ],
    [
      "a name that EKS would not give",
      good.replace("context: one", "context: one, eks: 'a b'"),
      "is not a name",
    ],
    [
      "inCluster outside of a pod",
      good.replace("kubeconfig: ./config, context: one", "inCluster: true"),
      "does not run in a pod",
    ],
  ])("says what is wrong with %s", async (_name, text, message) => {
    const { problems } = await load(text);
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
  });

  it("a missing file is a problem, not an exception", async () => {
    const { config, problems } = await loadClusterConfig(path.join(directory, "none.yaml"));
    expect(config).toEqual({ clusters: [], environments: [] });
    expect(problems[0]?.message).toContain("does not exist");
  });

  it.each(["clusters.kind.yaml", "clusters.eks.yaml"])("the example %s has the right shape", async (file) => {
    const { config, problems } = await loadClusterConfig(
      path.join(import.meta.dirname, "../../examples", file),
    );
    expect(config.environments.length).toBeGreaterThan(0);
    // Its kubeconfig is not on this machine; nothing else may be wrong.
    expect(problems.filter(({ message }) => !/kubeconfig|context|pod/.test(message))).toEqual([]);
  });
});

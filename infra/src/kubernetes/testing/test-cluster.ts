import { createManualClock } from "@horizon/lab";
import { createKubectl, findKubectl, type Rollout, startEmptyCluster } from "@horizon/lab/testing";
import { expect } from "vitest";
import { copyForRelease } from "./release-images.ts";

/** An empty cluster of the lab, a copy of k8s, and the real kubectl between them. Time passes when it is told to. */
export interface TestCluster {
  /** Path of a file for other programs that call kubectl. */
  kubeconfig: string;
  /** The copy of k8s. */
  folder: string;
  /** As the administrator, or with `--context production` as ops-server. It must succeed without a warning. */
  run(...args: string[]): Promise<string>;
  /** As `run`, but gives what was said on stderr. */
  refusal(...args: string[]): Promise<string>;
  /** `kubectl auth can-i`. */
  canI(...args: string[]): Promise<boolean>;
  /** `kubectl apply -k` of a folder in k8s. */
  apply(path: string): Promise<string>;
  /** The same as GitHub's deployments may do it. */
  deploy(path: string): Promise<string>;
  setImages(environment: string, version: string): Promise<void>;
  advanceMinutes(minutes: number): void;
  getRollout(namespace: string, name: string): Rollout;
  listRollouts(namespace: string): Rollout[];
  /** `name=available …` of all workloads of a namespace. */
  readAvailable(kind: "rollouts" | "deployments", namespace: string): Promise<string>;
  close(): Promise<void>;
}

const rollouts = "rollouts.argoproj.io";
export const asDeployer = ["--as", "github", "--as-group", "horizon:deployer"];

export async function startTestCluster(): Promise<TestCluster> {
  const clock = createManualClock();
  const [cluster, folder] = await Promise.all([startEmptyCluster({ clock, seed: 11 }), copyForRelease()]);
  const kubectl = createKubectl(await findKubectl(), cluster.kubeconfig);

  const ask = (args: readonly string[]) =>
    kubectl([...(args.includes("--context") ? [] : ["--context", "admin@production"]), ...args]);
  async function run(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await ask(args);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    return stdout;
  }
  const available = "jsonpath={range .items[*]}{.metadata.name}={.status.availableReplicas} {end}";
  return {
    kubeconfig: cluster.kubeconfig,
    folder: folder.path,
    run,
    refusal: async (...args) => (await ask(args)).stderr,
    canI: async (...args) => (await ask(["auth", "can-i", ...args])).stdout.trim() === "yes",
    apply: (path) => run("apply", "-k", `${folder.path}/${path}`),
    deploy: (path) => run("apply", "-k", `${folder.path}/${path}`, ...asDeployer),
    setImages: folder.setImages,
    advanceMinutes: (minutes) => clock.advance(minutes * 60_000),
    getRollout(namespace, name) {
      const found = cluster.store.find<Rollout>(rollouts, namespace, name);
      if (!found) throw new Error(`${name} was not applied`);
      return found;
    },
    listRollouts: (namespace) => cluster.store.list<Rollout>(rollouts, { namespace }),
    readAvailable: async (kind, namespace) =>
      (await run("get", kind, "-n", namespace, "-o", available)).trim(),
    async close() {
      await cluster.close();
      await folder.remove();
    },
  };
}

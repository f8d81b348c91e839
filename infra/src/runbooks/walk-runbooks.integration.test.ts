import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createKubectl, findKubectl } from "@horizon/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCluster, type TestCluster } from "../kubernetes/testing/test-cluster.ts";
import { extractCommands } from "./extract-commands.ts";

const root = join(import.meta.dirname, "../../..");
const namespace = "horizon-production";
let cluster: TestCluster;
let kubectl: ReturnType<typeof createKubectl>;
let time: NodeJS.Timeout;
beforeAll(async () => {
  cluster = await startTestCluster();
  kubectl = createKubectl(await findKubectl(), cluster.kubeconfig);
  await cluster.apply("platform/foundation/production");
  await cluster.apply("platform/configs/production");
  await cluster.setImages("production", "1.0.0");
  await cluster.deploy("overlays/production");
  cluster.advanceMinutes(8);
  // While a command waits, so that what it waits for comes.
  time = setInterval(() => cluster.advanceMinutes(1), 500);
});
afterAll(() => {
  clearInterval(time);
  return cluster.close();
});

/** What the person at the keyboard has found out by then. */
async function readVariables(): Promise<Record<string, string>> {
  const first = async (...args: string[]) =>
    (await cluster.run("get", ...args, "-o", "jsonpath={.items[*].metadata.name}")).split(" ")[0] ?? "";
  const inNamespace = ["-n", namespace];
  const canary = ["rollout", "dispute-service", ...inNamespace, "-o", "jsonpath={.status.currentPodHash}"];
  return {
    POD: await first("pods", ...inNamespace, "-l", "app=api-gateway"),
    NODE: await first("nodes"),
    CANARY: await cluster.run("get", ...canary),
  };
}

/** Answers that are right where nothing is broken, and one of a cluster that stands for a real one. */
const healthy = [
  /previous terminated container .* not found/,
  /^No resources found$/m,
  /doesn't have a resource type "endpointslices"/,
];

const looking = new Set(["get", "describe", "logs", "top"]);
const changes = (words: readonly string[]) => !words.some((word) => looking.has(word));
const commands = globSync("runbooks/*.md", { cwd: root })
  .sort()
  .flatMap((path) =>
    extractCommands(readFileSync(join(root, path), "utf8")).map(({ words, line }) => ({
      words,
      where: `${path}:${line}`,
    })),
  )
  // The plugin of Argo Rollouts is a program of its own; the region in the west has a cluster of its own; a port stays open.
  .filter(
    ({ words: [program, verb, context] }) =>
      program === "kubectl" && verb === "--context" && context === "production",
  )
  .filter(({ words }) => !words.includes("port-forward"))
  // Those that look come first: what the others leave behind is not what a healthy estate has.
  .sort((one, other) => Number(changes(one.words)) - Number(changes(other.words)));

test("the runbooks have commands to walk", () => {
  expect(commands.length).toBeGreaterThan(35);
});

test.each(commands)("$where is taken by a cluster with the whole estate", async ({ words }) => {
  const variables = await readVariables();
  const [, , , ...args] = words.map((word) =>
    word.replace(/\$([A-Z]+)/g, (_, name) => variables[name] ?? ""),
  );
  const { code, stderr } = await kubectl(["--context", "admin@production", ...args]);
  if (healthy.some((answer) => answer.test(stderr))) return;
  // A selector that fits nothing is no error to kubectl. Analyses come with canaries alone.
  if (!words.includes("analysisruns")) expect(stderr).not.toContain("No resources found in");
  expect(code, stderr).toBe(0);
});

import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Deployment, Rollout } from "@horizon/k8s";
import { readDigests } from "./image-digests.ts";
import { judgeRelease, judgeWorkload, type WorkloadVerdict } from "./release-verdict.ts";

const INTERVAL_MS = 15_000;
/** The API server may be away for a moment, while its nodes are replaced for example. */
const MISSES_ALLOWED = 10;

/** `node infra/src/release/wait-for-release.ts <environment> <folder of digests> <minutes>`: code 0 when all of it is live. */
const [environment = "", folder = "", minutes = ""] = process.argv.slice(2);
const digests = readDigests(folder);
const deadline = performance.now() + Number(minutes) * 60_000;
let last = "";
let misses = 0;
for (;;) {
  const verdicts = await readVerdicts().catch((error: Error) => {
    misses += 1;
    console.error(error.message);
    if (misses > MISSES_ALLOWED) throw error;
    return null;
  });
  if (verdicts) {
    misses = 0;
    const lines = verdicts.map(({ name, state, message }) => `${name}: ${state} (${message})`).join("\n");
    if (lines !== last) console.log(`\n${lines}`);
    last = lines;
    const verdict = judgeRelease(verdicts);
    if (verdict !== "coming") {
      console.log(
        verdict === "live"
          ? "\nThe release is live."
          : "\nThe release failed: see above, and runbooks/rollout-aborted.md.",
      );
      process.exitCode = verdict === "live" ? 0 : 1;
      break;
    }
  }
  if (performance.now() > deadline) {
    console.log(`\nNot live after ${minutes} minutes. It goes on in the cluster; look at the console.`);
    process.exitCode = 1;
    break;
  }
  await delay(INTERVAL_MS);
}

/** The two namespaces of an environment, by name: a deployment may not list the whole cluster. */
async function readVerdicts(): Promise<WorkloadVerdict[]> {
  const found: WorkloadVerdict[] = [];
  for (const namespace of [`horizon-${environment}`, "horizon-system"]) {
    const { stdout } = await promisify(execFile)(
      "kubectl",
      ["--context", environment, "-n", namespace, "get", "rollouts,deployments", "-o", "json"],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const { items } = JSON.parse(stdout) as { items: (Rollout | Deployment)[] };
    found.push(...items.flatMap((item) => judgeWorkload(item, digests) ?? []));
  }
  return found;
}

import { fileURLToPath } from "node:url";
import { signServiceToken } from "@horizon/backend/testing/service-token";
import { backendSettings } from "@horizon/backend/testing/settings";
import { Client } from "pg";
import { startDurablePostgres } from "../durable-postgres.ts";
import { sampleProcess } from "../live/process-sample.ts";
import { machineLoad } from "../machine-load.ts";
import { markdownTable } from "../markdown-table.ts";
import { type ServerProcess, startServerProcess } from "../server-process.ts";
import { seedRounds } from "./seed-rounds.ts";

const backendMain = fileURLToPath(import.meta.resolve("@horizon/backend/main"));
const jobs = ["tick-dispute-clocks", "remind-of-dispute-deadlines", "propose-no-response"] as const;

/**
 * `pnpm bench jobs`: the jobs that look for due rounds, over 100,000 rounds of which 1,000 are due for each; and once more, when
 * nothing is.
 */
export async function benchJobs(): Promise<void> {
  const postgres = await startDurablePostgres();
  let dispute: ServerProcess | undefined;
  try {
    const client = new Client({ connectionString: postgres.adminUrl });
    await client.connect();
    await seedRounds(client);
    await client.end();
    const settings = await backendSettings(postgres.serviceUrl, {
      LOG_LEVEL: "info",
      NODE_ENV: "production",
      BUSINESS_CLOCK_URL: "",
    });
    const env = settings.services["dispute-service"];
    dispute = await startServerProcess({
      name: "dispute-service",
      script: backendMain,
      env,
      logsDir: postgres.dir,
    });
    console.log(`${machineLoad()}.\n`);
    const rows: string[][] = [];
    for (const job of jobs) {
      for (const when of ["1,000 due", "nothing due"]) {
        const before = sampleProcess(dispute.pid).cpuSeconds;
        const startedAtMs = performance.now();
        const done = await runJob(dispute.url, env.SERVICE_TOKEN_SECRET ?? "", job);
        const tookMs = performance.now() - startedAtMs;
        const cpuMs = (sampleProcess(dispute.pid).cpuSeconds - before) * 1000;
        rows.push([job, when, `${done}`, (tookMs / 1000).toFixed(2), cpuMs.toFixed(0)]);
      }
    }
    console.log(
      `${markdownTable(["job", "of 100,000 rounds", "done", "s", "CPU ms of the service"], rows)}\n`,
    );
    console.log(`${machineLoad()}.`);
  } finally {
    await dispute?.stop();
    await postgres.stop();
  }
}

async function runJob(url: string, secret: string, job: string): Promise<number> {
  const token = await signServiceToken(secret, { caller: "worker-service", audience: "dispute-service" });
  const answer = await fetch(`${url}/internal/jobs/${job}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ run_key: "bench" }),
  });
  const body = (await answer.json()) as { done?: number };
  if (body.done === undefined) throw new Error(`${job} answered ${answer.status}.`);
  return body.done;
}

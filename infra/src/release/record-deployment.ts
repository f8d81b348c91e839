import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { deploymentEvent } from "./deployment-event.ts";

/**
 * `node infra/src/release/record-deployment.ts <environment> <outcome> <commit> <url of the run>`: tells Datadog, whose graphs then show the
 * deployment. Its key is read from Secrets Manager with the role of the job, so GitHub holds none.
 */
const [environment = "", outcome = "", commit = "", url = ""] = process.argv.slice(2);
const { stdout } = await promisify(execFile)("aws", [
  "secretsmanager",
  "get-secret-value",
  "--secret-id",
  `horizon/${environment}/datadog`,
  "--query",
  "SecretString",
  "--output",
  "text",
]);
const { site, apiKey } = JSON.parse(stdout) as { site: string; apiKey: string };
const response = await fetch(`https://api.${site}/api/v1/events`, {
  method: "POST",
  headers: { "DD-API-KEY": apiKey, "content-type": "application/json" },
  body: JSON.stringify(deploymentEvent({ environment, outcome, commit, url })),
  signal: AbortSignal.timeout(10_000),
});
// A graph without a line is no reason to call a deployment failed.
if (!response.ok) console.log(`::warning::Datadog did not record the deployment: ${response.status}`);

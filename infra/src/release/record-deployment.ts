import { deploymentEvent } from "./deployment-event.ts";
import { readRecorder } from "./env.ts";

/** `node infra/src/release/record-deployment.ts <environment> <outcome> <commit> <url of the run>`: graphs of Datadog then show the deployment. */
const [environment = "", outcome = "", commit = "", url = ""] = process.argv.slice(2);
const recorder = readRecorder();
if (recorder) {
  const response = await fetch(`https://api.${recorder.DD_SITE}/api/v1/events`, {
    method: "POST",
    headers: { "DD-API-KEY": recorder.DD_API_KEY, "content-type": "application/json" },
    body: JSON.stringify(deploymentEvent({ environment, outcome, commit, url })),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => error);
  // A graph without a line is no reason to call a deployment failed.
  const problem = response instanceof Error ? response.message : response.ok ? null : `${response.status}`;
  if (problem !== null) console.log(`::warning::Datadog did not record the deployment: ${problem}`);
} else console.log("::notice::No DD_API_KEY in this environment: the deployment is not recorded in Datadog.");

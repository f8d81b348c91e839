export interface DeploymentFacts {
  environment: string;
  /** GitHub's `job.status`: success, failure or cancelled. */
  outcome: string;
  commit: string;
  /** Of the run that deployed it. */
  url: string;
}

/** The event as Datadog takes it; the same commit in the same environment is aggregated. */
export function deploymentEvent({ environment, outcome, commit, url }: DeploymentFacts) {
  const short = commit.slice(0, 12);
  return {
    title: `Horizon ${short} in ${environment}: ${outcome}`,
    text: `[The run](${url}) ended with ${outcome}.`,
    alert_type: outcome === "success" ? "success" : "error",
    aggregation_key: `deploy-${environment}-${short}`,
    source_type_name: "github",
    tags: [`env:${environment}`, `version:${commit}`, "event:deployment", `outcome:${outcome}`],
  } as const;
}

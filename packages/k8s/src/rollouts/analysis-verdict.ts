const verdict =
  /^Metric "([^"]+)" assessed \w+ due to (failed|inconclusive|consecutiveErrors) \((\d+)\) > \w+ \(\d+\)(?:: "Error Message: (.*)")?$/s;

const said: Record<string, string> = {
  failed: "failed",
  inconclusive: "was inconclusive",
  consecutiveErrors: "gave no answer",
};

/**
 * Why an analysis ended as it did, in the words of the console: `success-rate failed 2 times`. The limit stands beside the
 * measurements. A message of another form stays as it is.
 *
 * @see https://github.com/argoproj/argo-rollouts assessMetricFailureInconclusiveOrError in analysis/analysis.go
 */
export function analysisVerdict(message: string): string {
  const [, metric, kind, count, detail] = verdict.exec(message) ?? [];
  if (metric === undefined || kind === undefined) return message;
  const text = `${metric} ${said[kind]} ${count === "1" ? "once" : `${count} times`}`;
  return detail ? `${text}: ${detail}` : text;
}

/**
 * The cause in the message of an aborted rollout (`RolloutAborted: Rollout aborted update to revision 2: …`), empty when it
 * names none; null for another message.
 *
 * @see https://github.com/argoproj/argo-rollouts RolloutAbortedMessage in utils/conditions/conditions.go
 */
export function abortCause(message: string): string | null {
  const [, why] =
    /^RolloutAborted: (?:Rollout aborted update to revision \d+)?(?:: )?(.*)$/s.exec(message) ?? [];
  if (why === undefined) return null;
  return analysisVerdict(why.replace(/^(?:Step-based|Background) analysis phase error\/failed: /, ""));
}

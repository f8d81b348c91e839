/** What is wrong with a piece of configuration, and what to do about it. */
export interface Finding {
  /** Kebab-case name of the rule, the same for every subject. */
  readonly rule: string;
  /** Where: an address such as `production/us-east-1/data: module.database` or `dr: Deployment worker-service`. */
  readonly subject: string;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
}

/** One finding a line, sorted by subject, so that a failed check reads as a list of things to do. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ rule, subject, message }) => `${subject}: ${message} [${rule}]`)
    .sort()
    .join("\n");
}

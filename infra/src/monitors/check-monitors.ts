import type { Finding } from "../policy/finding.ts";
import type { SourcedMonitor } from "./load-monitors.ts";
import { parseMonitorQuery } from "./monitor-query.ts";
import { type Monitor, type MonitorSeverity, severityOf } from "./monitor-schema.ts";

const PAGERDUTY = "@pagerduty-horizon-critical";
const SLACK = "@slack-horizon-alerts";
const DIGEST = "@ops-digest@horizon.example";

/** Who hears of what: the strategy's routing. A critical monitor with a warning threshold warns in Slack first. */
const ROUTES: Record<MonitorSeverity, { needs: string; refuses: readonly string[] }> = {
  critical: { needs: PAGERDUTY, refuses: [DIGEST] },
  warning: { needs: SLACK, refuses: [PAGERDUTY, DIGEST] },
  informational: { needs: DIGEST, refuses: [PAGERDUTY, SLACK] },
};
const NEEDED_TAGS = ["monitor_key", "env", "service", "team"];

/**
 * Everything about a set of monitors that its schema cannot say.
 * @param runbookExists whether a path such as `runbooks/redis-recovery.md` is a file of this repository
 */
export function checkMonitors(
  monitors: readonly SourcedMonitor[],
  runbookExists: (path: string) => boolean,
): Finding[] {
  const findings = monitors.flatMap(({ file, monitor }) =>
    checkMonitor(monitor, runbookExists).map(
      ([rule, message]): Finding => ({ rule, subject: `${file}: ${monitor.name}`, message }),
    ),
  );
  return [...findings, ...findRepeated(monitors)];
}

type Problem = readonly [rule: string, message: string];

function checkMonitor(monitor: Monitor, runbookExists: (path: string) => boolean): Problem[] {
  const problems: Problem[] = [...checkQuery(monitor), ...checkRoutes(monitor)];
  if (!runbookExists(monitor.runbook)) {
    problems.push(["runbook-exists", `Write ${monitor.runbook}, or name one that exists.`]);
  }
  for (const key of NEEDED_TAGS.filter((tag) => tagOf(monitor, tag) === undefined)) {
    problems.push(["needed-tags", `Add the tag ${key}:…; drift and routing are found by it.`]);
  }
  if (/(^|\s)@\S+/.test(monitor.message)) {
    problems.push([
      "routing-in-notify",
      "Move handles from the message to notify, where routing is checked.",
    ]);
  }
  return problems;
}

function checkQuery(monitor: Monitor): Problem[] {
  const parsed = parseMonitorQuery(monitor);
  if (typeof parsed === "string") return [["query-form", parsed]];
  const { critical, warning, criticalRecovery, warningRecovery } = monitor.thresholds;
  if (parsed.last !== null) {
    const enough = [critical, warning ?? 1].every((count) => count >= 1 && count < (parsed.last ?? 0));
    return enough
      ? []
      : [
          [
            "threshold-in-query",
            `Keep thresholds between 1 and ${parsed.last - 1}: last(${parsed.last}) looks at no more.`,
          ],
        ];
  }
  const problems: Problem[] = [];
  if (parsed.threshold !== critical) {
    problems.push([
      "threshold-in-query",
      `The query compares with ${parsed.threshold} and thresholds.critical is ${critical}: write the same number in both.`,
    ]);
  }
  const rising = parsed.comparison === ">" || parsed.comparison === ">=";
  const milder = (value: number | undefined, than: number) =>
    value === undefined || (rising ? value < than : value > than);
  const side = rising ? "below" : "above";
  if (!milder(warning, critical)) {
    problems.push([
      "warning-before-critical",
      `Set thresholds.warning ${side} ${critical}: a warning comes first.`,
    ]);
  }
  if (!milder(criticalRecovery, critical) || (warning !== undefined && !milder(warningRecovery, warning))) {
    problems.push(["recovery-is-milder", `Set each recovery ${side} its threshold, or it flaps.`]);
  }
  return problems;
}

function checkRoutes(monitor: Monitor): Problem[] {
  const severity = severityOf(monitor);
  const { needs, refuses } = ROUTES[severity];
  const problems: Problem[] = [];
  const route = (message: string) => problems.push(["severity-routing", message]);
  if (!monitor.notify.includes(needs)) route(`Priority ${monitor.priority} is ${severity}: notify ${needs}.`);
  for (const handle of monitor.notify.filter((each) => refuses.includes(each))) {
    route(`Priority ${monitor.priority} is ${severity}: take ${handle} from notify.`);
  }
  for (const handle of monitor.notify.filter((each) => ![PAGERDUTY, SLACK, DIGEST].includes(each))) {
    route(`Nobody is behind ${handle}: notify ${PAGERDUTY}, ${SLACK} or ${DIGEST}.`);
  }
  if (
    severity === "critical" &&
    monitor.thresholds.warning !== undefined &&
    !monitor.notify.includes(SLACK)
  ) {
    route(`It has a warning threshold: notify ${SLACK} as well, or the warning reaches nobody.`);
  }
  if (severity === "critical" && monitor.renotifyMinutes === null) {
    route("Set renotifyMinutes: a page that is forgotten comes again.");
  }
  return problems;
}

function findRepeated(monitors: readonly SourcedMonitor[]): Finding[] {
  const repeated = (what: string, read: (monitor: Monitor) => string | undefined) => {
    const files = new Map<string, string>();
    return monitors.flatMap(({ file, monitor }): Finding[] => {
      const value = read(monitor);
      if (value === undefined) return [];
      const first = files.get(value);
      if (first === undefined) {
        files.set(value, file);
        return [];
      }
      const message = `Choose another ${what}: ${first} has ${value} already.`;
      return [{ rule: "unique-monitors", subject: `${file}: ${monitor.name}`, message }];
    });
  };
  return [
    ...repeated("name", ({ name }) => name),
    ...repeated("monitor_key", (monitor) => tagOf(monitor, "monitor_key")),
  ];
}

function tagOf({ tags }: Monitor, key: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1);
}

import type { Finding } from "../policy/finding.ts";
import { checkAws } from "./check-aws.ts";
import { checkKubectl } from "./check-kubectl.ts";
import { checkPsql, checkRedisCli } from "./check-stores.ts";
import type { Estate } from "./estate.ts";
import type { RunbookCommand } from "./extract-commands.ts";
import type { Runbook } from "./runbook.ts";

/** Programs that name nothing of the estate. */
const PLAIN_PROGRAMS = new Set(["cut", "dig", "openssl", ""]);

/** Commands that name what is not there, or leave out where they act. */
export function checkCommands(path: string, commands: readonly RunbookCommand[], estate: Estate): Finding[] {
  const known = new Set<string>();
  return commands.flatMap((command) => {
    const problems = [...checkCommand(command.words, estate), ...unsetVariables(command, known)];
    if (command.sets !== null) known.add(command.sets);
    const subject = `${path}:${command.line}`;
    return problems.map((message): Finding => ({ rule: "runbook-command", subject, message }));
  });
}

function checkCommand(words: readonly string[], estate: Estate): string[] {
  const program = words[0] ?? "";
  if (program === "kubectl") return checkKubectl(words, estate);
  if (program === "aws") return checkAws(words, estate);
  if (program === "psql") return checkPsql(words, estate);
  if (program === "redis-cli") return checkRedisCli(words);
  if (PLAIN_PROGRAMS.has(program)) return [];
  return [`Write it with kubectl, aws, psql or redis-cli: nothing checks ${program}.`];
}

function unsetVariables({ words }: RunbookCommand, known: ReadonlySet<string>): string[] {
  const used = new Set(words.flatMap((word) => word.match(/\$[A-Z][A-Z0-9_]*/g) ?? []));
  return [...used]
    .filter((variable) => !known.has(variable.slice(1)))
    .map((variable) => `Set ${variable} in a line above, or nobody knows what to put there.`);
}

/** What services are called in runbooks beside the workloads of the clusters. */
const MANAGED_SERVICES = ["postgresql", "redis", "documentdb", "kubernetes", "edge", "backup", "costs"];

/**
 * Runbooks, monitors and workloads belong together: each monitor is in the front matter of the runbook that it names, and nothing is named that
 * is not there.
 * @param monitors `monitor_key` and runbook path of every monitor
 */
export function checkRunbookLinks(
  runbooks: readonly Runbook[],
  monitors: readonly { key: string; runbook: string }[],
  estate: Estate,
): Finding[] {
  const link = (subject: string, message: string): Finding => ({ rule: "runbook-links", subject, message });
  const workloads = Object.values(estate.clusters).flatMap(({ objects }) => objects.map(({ name }) => name));
  const services = new Set([...MANAGED_SERVICES, ...workloads]);
  const forward = monitors.flatMap(({ key, runbook: path }) => {
    const runbook = runbooks.find((candidate) => candidate.path === path);
    return runbook?.monitors.includes(key)
      ? []
      : [link(path, `Add ${key} to its monitors: that monitor leads here.`)];
  });
  const backward = runbooks.flatMap(({ path, monitors: keys, services: names }) => [
    ...keys
      .filter((key) => !monitors.some((monitor) => monitor.key === key))
      .map((key) => link(path, `There is no monitor ${key}: take it out, or write it in datadog/monitors.`)),
    ...names
      .filter((name) => !services.has(name))
      .map((name) =>
        link(path, `There is no service ${name}: write one of ${[...services].sort().join(", ")}.`),
      ),
  ]);
  return [...forward, ...backward];
}

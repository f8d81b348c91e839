import type { Finding } from "../policy/finding.ts";
import { type DockerInstruction, type DockerStage, execForm, parseDockerfile } from "./dockerfile.ts";

/** What the rules need to know of the repository around a Dockerfile. */
export interface BuildContext {
  /** Path of the Dockerfile from the root. */
  path: string;
  exists: (path: string) => boolean;
  /** Folders of the workspace packages that the process needs. */
  workspaces: readonly string[];
}

type Report = (rule: string, message: string, line?: number) => void;

/** A tag and a digest: the tag for people and for Dependabot, the digest for what is pulled. */
const PINNED = /^[\w.-]+(?:\/[\w.-]+)*:[\w.-]+@sha256:[0-9a-f]{64}$/;
const SECRET = /(SECRET|PASSWORD|TOKEN|CREDENTIAL|PRIVATE_KEY|API_KEY|ACCESS_KEY)/i;

/** What is wrong with a Dockerfile, as findings that say what to do. */
export function checkDockerfile(text: string, context: BuildContext): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, message, line) =>
    findings.push({ rule, subject: line === undefined ? context.path : `${context.path}:${line}`, message });
  const stages = parseDockerfile(text);
  const final = stages.at(-1);
  if (!final) {
    report("has-stages", "Begin with FROM.");
    return findings;
  }
  checkBases(stages, report);
  for (const stage of stages) {
    checkCopies(stage, context, report);
    checkSettings(stage, report);
    checkRuns(stage, report);
  }
  checkWorkspaces(stages, context, report);
  checkFinal(final, report);
  return findings;
}

function checkBases(stages: readonly DockerStage[], report: Report): void {
  const names = new Set<string>();
  for (const { name, base } of stages) {
    if (base !== "scratch" && !names.has(base) && !PINNED.test(base)) {
      report(
        "base-by-digest",
        `${base} can change under us: write name:tag@sha256:<digest>, as docker buildx imagetools inspect shows it.`,
      );
    }
    if (base.includes(":latest"))
      report("no-latest", `${base} says nothing: write the version that was tested.`);
    if (name !== null) names.add(name);
  }
}

function checkCopies({ instructions }: DockerStage, { exists }: BuildContext, report: Report): void {
  for (const { keyword, text, flags, line } of instructions) {
    if (keyword === "ADD") report("copy-not-add", "Write COPY: ADD fetches and unpacks.", line);
    if (keyword !== "COPY" || flags.from !== undefined) continue;
    for (const source of text.split(/\s+/).slice(0, -1)) {
      if (source === ".")
        report("copy-by-name", "Name what is copied: COPY . takes whatever lies in the folder.", line);
      else if (!exists(source)) report("copy-exists", `There is no ${source} to copy: mend the path.`, line);
    }
  }
}

function checkSettings({ instructions }: DockerStage, report: Report): void {
  for (const { keyword, text, line } of instructions) {
    if (keyword !== "ENV" && keyword !== "ARG") continue;
    const [name = ""] = text.split("=");
    const names =
      keyword === "ENV" ? [...text.matchAll(/(?:^|\s)(\w+)=/g)].map(([, found]) => found ?? "") : [name];
    for (const secret of names.filter((found) => SECRET.test(found))) {
      report(
        "no-secrets",
        `${secret} would stay in the image: give it when the container starts, or with RUN --mount=type=secret.`,
        line,
      );
    }
  }
}

function checkRuns({ instructions }: DockerStage, report: Report): void {
  for (const { keyword, text, line } of instructions) {
    if (keyword !== "RUN") continue;
    if (/\b(curl|wget)\b.*\|\s*(sh|bash)/.test(text))
      report("no-piped-scripts", "Install from a package with a checksum, not from a piped script.", line);
    if (/\bpnpm@\d+ install\b/.test(text) && !text.includes("--frozen-lockfile")) {
      report("frozen-lockfile", "Add --frozen-lockfile: what was tested is what is built.", line);
    }
  }
}

function checkWorkspaces(stages: readonly DockerStage[], { workspaces }: BuildContext, report: Report): void {
  const copied = new Set(stages.flatMap(({ instructions }) => instructions.flatMap(copiedFolders)));
  for (const folder of workspaces.filter((needed) => !copied.has(needed))) {
    report("workspaces-copied", `The process needs ${folder}: add COPY ${folder} ${folder}.`);
  }
}

function copiedFolders({ keyword, text, flags }: DockerInstruction): string[] {
  return keyword === "COPY" && flags.from === undefined ? text.split(/\s+/).slice(0, -1) : [];
}

function checkFinal({ base, instructions }: DockerStage, report: Report): void {
  const last = (keyword: string) => instructions.findLast((each) => each.keyword === keyword);
  const user = last("USER");
  if (!user || !/^[1-9]\d*(:[1-9]\d*)?$/.test(user.text)) {
    report(
      "non-root",
      "End with a user by number, USER 65532:65532: Kubernetes cannot tell whether a name is root.",
      user?.line,
    );
  }
  for (const keyword of ["ENTRYPOINT", "CMD"]) {
    const instruction = last(keyword);
    if (instruction && execForm(instruction.text) === null) {
      report(
        "exec-form",
        `Write ${keyword} as ["…"]: a shell in between does not pass signals on.`,
        instruction.line,
      );
    }
  }
  if (!last("ENTRYPOINT")) report("exec-form", 'Name the ENTRYPOINT, such as ["/nodejs/bin/node"].');
  if (!last("STOPSIGNAL")) report("stop-signal", "Name the STOPSIGNAL that the process drains at.");
  checkHealth(last("HEALTHCHECK"), report);
  for (const run of instructions.filter(({ keyword, text }) => keyword === "RUN" && /\bpnpm\b/.test(text))) {
    report(
      "only-what-runs",
      "Install in a stage of its own and copy the result: the last stage carries no tools.",
      run.line,
    );
  }
  for (const { text, line } of instructions.filter(({ keyword }) => keyword === "RUN")) {
    if (base.includes("distroless"))
      report("only-what-runs", `${base.split("@")[0]} has no shell to run ${text.split(" ")[0]} with.`, line);
  }
}

function checkHealth(health: DockerInstruction | undefined, report: Report): void {
  if (!health) {
    report("health-check", "Add a HEALTHCHECK, or HEALTHCHECK NONE where the process ends by itself.");
  } else if (health.text !== "NONE" && execForm(health.text.replace(/^CMD\s+/, "")) === null) {
    report("exec-form", 'Write HEALTHCHECK CMD ["…"]: the image has no shell.', health.line);
  }
}

/**
 * Whether the packages of development are left out. A stage whose files the last one takes as a whole must install with
 * `--prod`, unless it hands over a build that was traced file by file.
 */
export function checkProductionModules(text: string, path: string): Finding[] {
  const stages = parseDockerfile(text);
  const whole =
    stages
      .at(-1)
      ?.instructions.filter(
        ({ keyword, flags, text: copied }) =>
          keyword === "COPY" && flags.from !== undefined && copied.startsWith("/app "),
      ) ?? [];
  return whole.flatMap(({ flags, line }): Finding[] => {
    const stage = stages.find(({ name }) => name === flags.from);
    const installs =
      stage?.instructions.filter(
        ({ keyword, text: run }) => keyword === "RUN" && run.includes(" install "),
      ) ?? [];
    if (installs.length > 0 && installs.every(({ text: run }) => run.includes("--prod"))) return [];
    const message = `Install stage ${flags.from} with --prod: it carries the packages of development.`;
    return [{ rule: "production-modules", subject: `${path}:${line}`, message }];
  });
}

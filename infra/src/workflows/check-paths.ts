import { listSteps, type WorkflowFile } from "./workflow.ts";
import type { Report, WorkflowSurroundings } from "./workflow-surroundings.ts";

/** Folders whose files a script can name. */
const PATH =
  /(?<![\w./$-])(?:\.\/)?(?:apps|packages|infra|k8s|datadog|runbooks|local|e2e|migrations|\.github)\/[\w./-]*[\w/]/g;
/** Made by a run, so not in the repository. */
const MADE = ["e2e/test-results"];

/** What a step runs is there: files, scripts of package.json, gates of `pnpm test`. */
export function checkPaths(
  file: WorkflowFile,
  { exists, scripts, gates }: WorkflowSurroundings,
  report: Report,
): void {
  const matrixPaths = Object.values(file.workflow?.jobs ?? {}).flatMap(({ strategy }) =>
    JSON.stringify(strategy?.matrix ?? {}),
  );
  const texts = listSteps(file).flatMap(({ step }) => [
    step.run ?? "",
    step.uses?.startsWith("./") ? step.uses : "",
    ...Object.values(step.with ?? {}).map(String),
  ]);
  const filters = /\*/;
  for (const path of [...texts, ...matrixPaths].flatMap((each) =>
    filters.test(each) ? [] : (each.match(PATH) ?? []),
  )) {
    const plain = path.replace(/^\.\//, "").replace(/\/$/, "");
    // A path that ends at a variable, such as k8s/overlays/$ENVIRONMENT, is checked as far as it is known.
    if (!MADE.includes(plain) && !exists(plain))
      report("paths-exist", file.path, `There is no ${plain}: mend the path.`);
  }
  for (const { step } of listSteps(file)) {
    for (const [, script = "", rest = ""] of (step.run ?? "").matchAll(
      /npx -y pnpm@12 ([\w:-]+)([^\n|&]*)/g,
    )) {
      if (!["install", "exec"].includes(script) && !scripts.includes(script)) {
        report(
          "scripts-exist",
          file.path,
          `package.json has no script ${script}: write ${scripts.join(", ")}.`,
        );
      }
      if (script !== "test") continue;
      for (const gate of rest.match(/"[^"]+"|[\w-]+/g) ?? []) {
        const name = gate.replaceAll('"', "");
        if (!gates.includes(name))
          report("scripts-exist", file.path, `pnpm test has no gate ${name}: write ${gates.join(", ")}.`);
      }
    }
  }
}

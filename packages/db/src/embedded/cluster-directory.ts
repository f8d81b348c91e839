import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { AppError } from "@horizon/errors";
import { z } from "zod";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { ServerUser } from "./server-user.ts";

const run = promisify(execFile);

/** Superuser of the embedded server. */
export const superuser = "postgres";

const credentials = z.strictObject({
  admin: z.string().min(1),
  ops: z.string().min(1),
  /** Data made before there were services has none yet. */
  services: z.string().min(1).optional(),
});
/** Passwords of the superuser and of `horizon_ops`, and the secret from which those of the services are derived. */
export type Credentials = z.infer<typeof credentials>;

/** What lies where under the folder that the caller gave. */
export interface ClusterDirectory {
  readonly root: string;
  readonly pgdata: string;
  readonly logFile: string;
  readonly credentialsFile: string;
}

/** Where everything of an embedded PostgreSQL lies; nothing is made. */
export function clusterDirectory(dataDir: string): ClusterDirectory {
  const root = resolve(dataDir);
  return {
    root,
    pgdata: join(root, "pgdata"),
    logFile: join(root, "postgres.log"),
    credentialsFile: join(root, "credentials.json"),
  };
}

/**
 * Creates the database cluster unless it is there, and returns its passwords. A cluster whose creation was
 * interrupted is never seen: it is made under another name and renamed.
 */
export async function initializeCluster(
  directory: ClusterDirectory,
  binaries: PostgresBinaries,
  user: ServerUser,
): Promise<Credentials> {
  if (await exists(join(directory.pgdata, "PG_VERSION"))) return readCredentials(directory);

  const unfinished = `${directory.pgdata}.unfinished`;
  const passwordFile = join(unfinished, "..", "initdb-password");
  await mkdir(directory.root, { recursive: true });
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const created: Credentials = { admin: randomPassword(), ops: randomPassword(), services: randomPassword() };
  await writeFile(directory.credentialsFile, JSON.stringify(created), { mode: 0o600 });
  await writeFile(passwordFile, created.admin, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await Promise.all([unfinished, passwordFile].map((path) => chown(path, user.uid ?? 0, user.gid ?? 0)));
  }
  try {
    await runInitdb(binaries.initdb, unfinished, passwordFile, user);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, directory.pgdata);
  return created;
}

async function runInitdb(
  initdb: string,
  pgdata: string,
  passwordFile: string,
  user: ServerUser,
): Promise<void> {
  const flags = [
    `--pgdata=${pgdata}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    // C is the one locale that is on every machine; text is ordered by the application.
    "--locale=C",
    "--lc-messages=C",
    "--encoding=UTF8",
    "--no-sync",
  ];
  try {
    await run(initdb, flags, { ...user, env: serverEnvironment, cwd: "/" });
  } catch (cause) {
    const reason = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new AppError("UNAVAILABLE", `PostgreSQL could not create its data directory ${pgdata}. ${reason}`, {
      cause,
    });
  }
}

/** The caller's locale and PG* variables must not reach the server. */
export const serverEnvironment = {
  NODE_ENV: "production" as const,
  LC_ALL: "C",
  PATH: "/usr/local/bin:/usr/bin:/bin",
};

async function readCredentials({ credentialsFile, root }: ClusterDirectory): Promise<Credentials> {
  try {
    return credentials.parse(JSON.parse(await readFile(credentialsFile, "utf8")));
  } catch (cause) {
    throw new AppError(
      "UNAVAILABLE",
      `The passwords of the database in ${root} cannot be read. Reset the data.`,
      {
        cause,
      },
    );
  }
}

function randomPassword(): string {
  return randomBytes(24).toString("base64url");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

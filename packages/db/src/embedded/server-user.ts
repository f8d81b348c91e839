import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { AppError } from "@horizon/errors";

const run = promisify(execFile);

/** Whom the server runs as; empty: as ourselves. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root, so root runs it as the system user `postgres`, created when missing. */
export async function resolveServerUser(): Promise<ServerUser> {
  if (userInfo().uid !== 0) return {};
  const existing = await findSystemUser("postgres");
  if (existing !== undefined) return existing;
  try {
    await run("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/bin/false",
      "postgres",
    ]);
  } catch (cause) {
    throw new AppError(
      "UNAVAILABLE",
      "PostgreSQL does not run as root, and the user `postgres` could not be created. Start as another user.",
      { cause },
    );
  }
  const created = await findSystemUser("postgres");
  if (created === undefined)
    throw new AppError("UNAVAILABLE", "The user `postgres` was created but cannot be found.");
  return created;
}

async function findSystemUser(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { programs } from "./env.ts";

const settings = { pgbouncer: "PGBOUNCER", "redis-server": "REDIS_SERVER" } as const;
/** Where Debian, Ubuntu and Homebrew keep servers is not on the PATH of everybody. */
const alsoIn = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/**
 * A server that is installed on this machine.
 *
 * @throws Error that says how to get it.
 */
export function findProgram(name: keyof typeof settings): string {
  const setting = settings[name];
  const folders = [...programs.PATH.split(delimiter), ...alsoIn];
  const candidates = programs[setting] ? [programs[setting]] : folders.map((folder) => join(folder, name));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `${name} is not here: these tests need it (apt-get install ${name}), or its path in ${setting}.`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

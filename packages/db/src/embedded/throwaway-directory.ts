import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files in memory, on Linux. A container may have given it next to nothing. */
const memoryDir = "/dev/shm";
const neededBytes = 2 * 1024 ** 3;

/**
 * A new folder for a server whose data is worth nothing after a crash, in memory where there is room: a database is a
 * thousand files, and to make them on a disk takes a virtual machine most of a second. The caller removes it.
 */
export async function makeThrowawayDirectory(prefix: string): Promise<string> {
  return mkdtemp(join((await hasRoom(memoryDir)) ? memoryDir : tmpdir(), prefix));
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize >= neededBytes;
  } catch {
    return false;
  }
}

import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file that is there with all of its text or not at all, whatever interrupts it: a kill, a full disk. */
export function writeWholeFile(file: string, text: string, mode = 0o666): void {
  const draft = `${file}.${process.pid}`;
  try {
    // An earlier process with our number may have left one, with a mode of its own.
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

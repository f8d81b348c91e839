import { runAfterParent } from "./run-after-parent.ts";

/** As long as those who write into the folder may take to end; they are told at the same moment. */
const seconds = 15;

/** Removes a folder when this process is gone, with what others still write into it. Returns a function that calls it off. */
export function removeWithParent(folder: string): () => void {
  const line = `n=${seconds}; while rm -rf "$it"; [ $n -gt 0 ]; do sleep 1; n=$((n - 1)); done`;
  const removal = runAfterParent(line);
  removal.tell(folder);
  return removal.callOff;
}

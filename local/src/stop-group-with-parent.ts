import { type AfterParent, runAfterParent } from "./run-after-parent.ts";

/** Ends the process group that it is told when this process is gone. */
export function stopGroupWithParent(): AfterParent {
  // No `--` before the group: to dash, Debian's sh, that is a process, and it kills nothing.
  return runAfterParent('kill -TERM "-$it"');
}

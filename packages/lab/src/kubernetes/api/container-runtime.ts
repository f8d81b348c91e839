import type { Readable, Writable } from "node:stream";

/** A running container; its pod may be gone by the time that it is used. */
export interface ContainerReference {
  namespace: string;
  pod: string;
  container: string;
}

/** What a command reads and writes. Without a terminal errors go their own way. */
export interface CommandStreams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/**
 * What kubelets do inside of pods for `exec`. Resolves with the exit code. Rejects with a `RuntimeError` where the
 * command could not be started.
 */
export interface ContainerRuntime {
  run(container: ContainerReference, command: readonly string[], streams: CommandStreams): Promise<number>;
}

/** What a kubelet says when it could not do what it was asked for; the API server passes it on as an internal error. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
}

import type { Duplex, Readable, Writable } from "node:stream";

/** A pod; it may be gone by the time that it is used. */
export interface PodReference {
  namespace: string;
  pod: string;
}

export interface ContainerReference extends PodReference {
  container: string;
}

/** What a command reads and writes. Without a terminal errors go their own way. */
export interface CommandStreams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/** What kubelets do inside of pods. */
export interface ContainerRuntime {
  /** Resolves with the exit code. Rejects with a `RuntimeError` where the command could not be started. */
  run(container: ContainerReference, command: readonly string[], streams: CommandStreams): Promise<number>;
  /** Hands a connection to what listens on a port of the pod. Throws a `RuntimeError` where nothing does. */
  connect(pod: PodReference, port: number, connection: Duplex): void;
}

/** What a kubelet says when it could not do what it was asked for; the API server passes it on as an internal error. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
}

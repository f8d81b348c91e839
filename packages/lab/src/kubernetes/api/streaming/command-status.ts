import { type StatusBody, StatusError } from "../../store/status-error.ts";
import { RuntimeError } from "../container-runtime.ts";

/** How a command ended, as the last words of its stream tell it. */
export type CommandStatus = StatusBody | { metadata: Record<string, never>; status: "Success" };

const SUCCESS: CommandStatus = { metadata: {}, status: "Success" };

/** A command that ran: its exit code. */
export function exitStatus(exitCode: number): object {
  if (exitCode === 0) return SUCCESS;
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
  };
}

/** A command that did not: what the kubelet said, and anything else as it is. */
export function failureStatus(error: unknown): object {
  if (!(error instanceof RuntimeError)) throw error;
  return new StatusError("InternalError", `Internal error occurred: ${error.message}`).toBody();
}

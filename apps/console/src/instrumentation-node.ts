import { announceFailure } from "@horizon/errors/failures";
import { env } from "./env";

/** Ends the process when its settings are wrong: Next would go on and answer every request with 500. */
export function stopIfWrong(): void {
  try {
    env();
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** Kept by whoever keeps failures (packages/telemetry, which knows the trace of the request), under its route alone. */
export function announcePageFailure(error: unknown, routePath: string): void {
  announceFailure({ component: "console", message: "a page failed", error, ids: { operation: routePath } });
}

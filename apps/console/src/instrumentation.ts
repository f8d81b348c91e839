import { announceFailure } from "@horizon/errors/failures";
import type { Instrumentation } from "next";

/** Runs once before the first request: a console with wrong settings does not start. */
export async function register() {
  const { env } = await import("./env");
  try {
    env();
  } catch (error) {
    // Next would go on and answer every request with 500.
    console.error(error);
    process.exit(1);
  }
}

/** What a page or a route handler threw: kept by whoever keeps failures (packages/telemetry, which knows the trace of the request), under its route alone. */
export const onRequestError: Instrumentation.onRequestError = (error, _request, { routePath }) => {
  announceFailure({ component: "console", message: "a page failed", error, ids: { operation: routePath } });
};

import { announceFailure } from "@horizon/errors/failures";
import type { Instrumentation } from "next";

/** Runs once before the first request: a console with wrong settings does not start. */
export async function register() {
  const { env } = await import("./env");
  env();
}

/** What a page or a route handler threw: kept by whoever keeps failures (packages/telemetry), under its route alone. */
export const onRequestError: Instrumentation.onRequestError = (error, _request, { routePath }) => {
  announceFailure({ component: "console", message: "a page failed", error, ids: { operation: routePath } });
};

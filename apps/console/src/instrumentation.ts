import type { Instrumentation } from "next";

// Next builds this file for its Edge runtime as well, where nothing of ours runs, and leaves out there what stands under this
// condition: it must be written in place.

/** Runs once before the first request: a console with wrong settings does not start. */
export async function register() {
  // biome-ignore lint/style/noProcessEnv: no setting; Next replaces it when it builds
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { stopIfWrong } = await import("./instrumentation-node");
    stopIfWrong();
  }
}

/** What a page or a route handler threw. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath }) => {
  // biome-ignore lint/style/noProcessEnv: no setting; Next replaces it when it builds
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { announcePageFailure } = await import("./instrumentation-node");
    announcePageFailure(error, routePath);
  }
};

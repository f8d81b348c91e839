import type { Logger } from "@horizon/logger";

const graceMs = 10_000;

/** Stops once on SIGTERM or SIGINT; the process ends by itself when nothing is left to do, or after the grace. */
export function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      logger.info({ signal }, "stopping");
      setTimeout(() => {
        logger.error("did not stop in time");
        process.exit(1);
      }, graceMs).unref();
      stop().catch((error: unknown) => {
        logger.error({ err: error }, "could not stop cleanly");
        process.exit(1);
      });
    });
  }
}

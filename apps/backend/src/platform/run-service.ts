import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@horizon/logger";
import type { ServiceHealth } from "./http-app.ts";

/** Longer than the gateway keeps a connection (30 s) and the load balancer (60 s), so that we never cut it first. */
const keepAliveMs = 65_000;
const graceMs = 20_000;

export interface ServiceProcess {
  readonly env: { readonly PORT: number; readonly HOST: string; readonly DRAIN_DELAY_MS: number };
  readonly logger: Logger;
  readonly app: RequestListener;
  readonly health: ServiceHealth;
  /** Ends what runs beside the server, before its connections are closed. */
  readonly stopWork?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface RunningService {
  readonly url: string;
  readonly port: number;
  /** Readiness fails, the load balancer gets time to see it, requests end, then connections close. Safe to call twice. */
  stop(): Promise<void>;
}

/** Opens the port. */
export async function startService(process_: ServiceProcess): Promise<RunningService> {
  const { env, app, health } = process_;
  const server = createServer(app);
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 1_000;
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, env.HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    health.draining = true;
    await delay(env.DRAIN_DELAY_MS);
    await process_.stopWork?.();
    await closeServer(server);
    await process_.close();
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  cut.unref();
  await closed;
  clearTimeout(cut);
}

/** The life of a service's process: says when it is ready, and stops once on SIGTERM or SIGINT. */
export async function runService(start: () => Promise<RunningService>, logger: Logger): Promise<void> {
  const running = await start();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      logger.info({ signal }, "stopping");
      running.stop().then(
        () => logger.info("stopped"),
        (error: unknown) => {
          logger.error({ err: error }, "could not stop cleanly");
          process.exitCode = 1;
        },
      );
    });
  }
  logger.info({ ready: true, port: running.port }, "ready");
}

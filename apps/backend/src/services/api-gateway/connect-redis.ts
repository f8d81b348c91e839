import { Cluster, Redis } from "ioredis";
import type { GatewayEnv } from "./env.ts";

/** Longer than an answer takes within a region; a request that waits for a counter waits no longer. */
const commandTimeoutMs = 250;
const connectTimeoutMs = 2_000;
const longestRetryMs = 2_000;

/**
 * A connection that makes itself anew for as long as the process lives, and never queues: what cannot be asked now
 * fails now. In cluster mode the address is that of any node, or of ElastiCache's configuration endpoint.
 */
export function connectRedis(
  url: string,
  mode: GatewayEnv["REDIS_MODE"],
  onError: (error: unknown) => void,
): Redis | Cluster {
  const { protocol, hostname, port, username, password } = new URL(url);
  const options = {
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === "rediss:" ? { tls: {} } : {}),
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 0,
  };
  const address = { host: hostname, port: port === "" ? 6379 : Number(port) };
  const retryMs = (attempt: number) => Math.min(100 * attempt, longestRetryMs);
  const redis =
    mode === "single"
      ? new Redis({ ...address, ...options, enableOfflineQueue: false, retryStrategy: retryMs })
      : new Cluster([address], {
          redisOptions: options,
          enableOfflineQueue: false,
          clusterRetryStrategy: retryMs,
          slotsRefreshTimeout: connectTimeoutMs,
          // Once to where a slot has moved; a node that is down is not waited for.
          maxRedirections: 1,
          retryDelayOnFailover: 0,
          // Certificates are of names, so names are not turned into addresses.
          dnsLookup: (name, callback) => callback(null, name),
        });
  let isTold = false;
  redis.on("ready", () => {
    isTold = false;
  });
  redis.on("error", (error) => {
    if (!isTold) onError(withoutCommand(error));
    isTold = true;
  });
  return redis;
}

/** The driver hangs the command on its errors, and that of AUTH is the password. */
function withoutCommand(error: unknown): Error {
  const { name, message } = error instanceof Error ? error : new Error("unknown");
  return Object.assign(new Error(message), { name });
}

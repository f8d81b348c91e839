import { Client, Pool, type PoolClient, type PoolConfig } from "pg";

/** The connections of one Db. A server that hangs leaves them waiting for ever, until they are cut off. */
export interface Connections {
  readonly pool: Pool;
  readonly config: PoolConfig;
  /** Since when the server does not answer: it is sent nothing meanwhile. Null while it does. */
  silentSince: Date | null;
  /** Ends what is under way: it fails as if the server had gone. Idle connections stay, and are good again with the server. */
  cutOff(): void;
}

/** Opens no connection before the first query. The pool's `end` closes them. */
export function openConnections(config: PoolConfig): Connections {
  const pool = new Pool(config);
  const inUse = new Set<PoolClient>();
  pool.on("acquire", (client) => inUse.add(client));
  pool.on("release", (_error, client) => inUse.delete(client));
  return {
    pool,
    config,
    silentSince: null,
    cutOff() {
      // A connection that waits for an answer is destroyed, and its place in the pool is free.
      for (const client of inUse) if (client instanceof Client) void client.end().catch(() => undefined);
    },
  };
}

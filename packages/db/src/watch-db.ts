import { Pool } from "pg";
import { connectionsOf, type Db } from "./db.ts";

export interface DbWatch {
  /** When the database last answered before it fell silent; null while it answers. */
  silentSince(): Date | null;
  stop(): Promise<void>;
}

export interface DbWatchOptions {
  readonly now: () => Date;
  /** It fell silent, or it answers again. */
  readonly onChange: (silentSince: Date | null) => void;
}

const intervalMs = 1_000;
/** Missed twice in a row the database is silent: five seconds after its last answer at most. */
const answerTimeoutMs = 2_000;

/**
 * Asks the database every second, on a connection of its own. While it is silent (down, or hung with its connections
 * open) the queries of `db` are UNAVAILABLE at once, and those under way are cut off: nobody waits for a time limit that
 * only the server itself would keep.
 *
 * @param db as `createDb` gives it, not a transaction
 */
export function watchDb(db: Db, { now, onChange }: DbWatchOptions): DbWatch {
  const connections = connectionsOf(db);
  const own = new Pool({
    ...connections.config,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: answerTimeoutMs,
  });
  own.on("error", () => undefined);
  const answers = () =>
    own.query("SELECT 1").then(
      () => true,
      () => false,
    );
  let answeredAt = now();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    const isAnswering = (await answers()) || (await answers());
    if (isStopped) return;
    if (isAnswering) answeredAt = now();
    if (isAnswering !== (connections.silentSince === null)) {
      connections.silentSince = isAnswering ? null : answeredAt;
      if (!isAnswering) connections.cutOff();
      onChange(connections.silentSince);
    }
    timer = setTimeout(ask, intervalMs);
    timer.unref();
  }
  void ask();
  return {
    silentSince: () => connections.silentSince,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await own.end();
    },
  };
}

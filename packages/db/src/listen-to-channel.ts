import { Client, escapeIdentifier } from "pg";

export interface ChannelListener {
  close(): Promise<void>;
}

export interface ChannelListenerOptions {
  readonly url: string;
  readonly channel: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly onPayload: (payload: string) => void;
  /** Each time it listens, the first time too: what was announced before then was not heard. */
  readonly onListening?: () => void;
  /** The connection was lost or not made; it is tried anew after a second. */
  readonly onError: (error: unknown) => void;
}

const reconnectMs = 1_000;
const connectTimeoutMs = 5_000;
/** A connection whose other end is gone without a word is found by asking. */
const proofIntervalMs = 10_000;
const proofTimeoutMs = 5_000;

/** Follows what `notifyChannel` and triggers announce, on one connection that is opened anew when lost. */
export function listenToChannel(options: ChannelListenerOptions): ChannelListener {
  const { url, channel, applicationName, onPayload, onListening, onError } = options;
  let client: Client | undefined;
  let reconnectTimer: NodeJS.Timeout | undefined;
  let proofTimer: NodeJS.Timeout | undefined;
  let closed = false;

  function connect(): void {
    const current = new Client({
      connectionString: url,
      keepAlive: true,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: proofTimeoutMs,
    });
    client = current;
    function lose(error: unknown): void {
      if (closed || client !== current) return;
      client = undefined;
      clearInterval(proofTimer);
      void current.end().catch(() => undefined);
      onError(error);
      reconnectTimer = setTimeout(connect, reconnectMs);
    }
    current.on("error", lose);
    current.on("end", () => lose(new Error("the listening connection ended")));
    current.on("notification", ({ payload }) => onPayload(payload ?? ""));
    current
      .connect()
      .then(() => current.query(`LISTEN ${escapeIdentifier(channel)}`))
      .then(() => {
        if (closed || client !== current) return;
        proofTimer = setInterval(() => void current.query("SELECT 1").catch(lose), proofIntervalMs);
        proofTimer.unref();
        onListening?.();
      })
      .catch(lose);
  }
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(reconnectTimer);
      clearInterval(proofTimer);
      await client?.end().catch(() => undefined);
    },
  };
}

import { Client } from "pg";

export interface OutboxListener {
  close(): Promise<void>;
}

const reconnectMs = 1_000;

/**
 * Calls `onEvent` with the schema in whose outbox something was appended. A lost connection is opened anew; what was
 * missed meanwhile is for the caller's poll to find.
 */
export function listenToOutboxes(
  url: string,
  onEvent: (schema: string) => void,
  onError: (error: unknown) => void,
): OutboxListener {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function connectLater(error: unknown): void {
    if (closed || timer !== undefined) return;
    onError(error);
    timer = setTimeout(() => {
      timer = undefined;
      connect();
    }, reconnectMs);
  }
  function connect(): void {
    const next = new Client({ connectionString: url, keepAlive: true, application_name: "worker-listener" });
    client = next;
    next.on("error", connectLater);
    next.on("end", () => connectLater(new Error("the listening connection ended")));
    next.on("notification", ({ payload }) => onEvent(payload ?? ""));
    next
      .connect()
      .then(() => next.query("LISTEN horizon_outbox"))
      .catch(connectLater);
  }
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

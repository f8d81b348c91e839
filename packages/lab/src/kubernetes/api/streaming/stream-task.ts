import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** What is to be done over streams, once the client and the server speak the same protocol. */
export interface StreamTask {
  /** WebSocket subprotocols that it speaks, the best first. */
  webSocketProtocols: readonly string[];
  overWebSocket(socket: WebSocket): Promise<void>;
  /** The stream protocols that it speaks over SPDY/3.1, which clients fall back to. */
  spdyProtocols: readonly string[];
  overSpdy(connection: Duplex): Promise<void>;
}

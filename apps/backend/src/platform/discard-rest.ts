import type { IncomingMessage } from "node:http";

/**
 * Takes what is still to come of a request whose answer is decided. A connection that is closed while its other side sends is
 * reset, and the answer is lost with it: the sender would see no 413 but a broken pipe. Node does so by itself for a request of
 * which nothing was read, and ends either with the server's `requestTimeout`.
 */
export function discardRest(req: IncomingMessage): void {
  if (!req.complete && !req.destroyed) req.resume();
}

import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import { answerHeaders } from "../domain/forwarded-headers.ts";

export interface Pumped {
  readonly status: number;
}

/**
 * Sends one request and lets the answer flow into `res`. Resolves when the answer's head is there; rejects when there is
 * none. An answer that breaks off later cuts the client's connection, so that half a body never looks whole.
 */
export function pumpAnswer(
  pool: Dispatcher,
  options: Dispatcher.DispatchOptions,
  res: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<Pumped> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    const abort = () => controller?.abort(new Error("the client went away"));
    res.once("close", () => {
      if (!res.writableEnded) abort();
    });
    pool.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (res.destroyed) abort();
      },
      onResponseStart(_controller, status, upstreamHeaders) {
        if (status < 200) return;
        res.writeHead(status, { ...answerHeaders(upstreamHeaders as IncomingHttpHeaders), ...headers });
        resolve({ status });
      },
      onResponseData(running, chunk) {
        if (res.write(chunk)) return;
        running.pause();
        res.once("drain", () => running.resume());
      },
      onResponseEnd() {
        res.end();
      },
      onResponseError(_controller, error) {
        if (res.headersSent) res.destroy();
        reject(error);
      },
    });
  });
}

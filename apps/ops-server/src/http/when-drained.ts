import type { ServerResponse } from "node:http";

/** Resolves once the reader of a response has caught up, or has gone. It leaves nothing on the response, which may live for hours. */
export function whenDrained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    // What is closed already says so never again.
    if (res.closed || res.destroyed) return resolve();
    const end = () => {
      res.off("drain", end);
      res.off("close", end);
      resolve();
    };
    res.on("drain", end);
    res.on("close", end);
  });
}

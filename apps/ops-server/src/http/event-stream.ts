import type { Response } from "express";

export interface EventStream {
  /** Returns false when the reader is behind: wait for `drain`. After the close it does nothing. */
  write(text: string): boolean;
}

/** Begins a response of server-sent events that no proxy buffers or transforms. */
export function openEventStream(res: Response, countBytes: (bytes: number) => void): EventStream {
  res.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
    connection: "keep-alive",
  });
  res.flushHeaders();
  return {
    write(text) {
      if (res.writableEnded || res.destroyed) return true;
      countBytes(text.length);
      return res.write(text);
    },
  };
}

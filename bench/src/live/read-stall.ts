import { request } from "node:http";
import { text } from "node:stream/consumers";

/** The longest that a process loaded with `stall-probe.ts` kept its event loop busy by itself since the last reading. */
export function readStallMs(socketPath: string): Promise<number> {
  return new Promise((done, fail) => {
    const call = request({ socketPath }, (response) => done(text(response).then(Number)));
    call.once("error", fail);
    call.end();
  });
}

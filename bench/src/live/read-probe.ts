import { request } from "node:http";
import { text } from "node:stream/consumers";

/** The number with which the probe that was loaded into a process (`stall-probe.ts`, `heap-probe.ts`) answers. */
export function readProbe(socketPath: string): Promise<number> {
  return new Promise((done, fail) => {
    const call = request({ socketPath }, (response) => done(text(response).then(Number)));
    call.once("error", fail);
    call.end();
  });
}

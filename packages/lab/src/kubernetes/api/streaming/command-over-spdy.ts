import type { Duplex } from "node:stream";
import { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { CommandStreams } from "../container-runtime.ts";
import type { WantedStreams } from "./command-channels.ts";
import { serveSpdy } from "./spdy/serve-spdy.ts";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A command whose client opens a stream for each direction, and one on which it is told how the command ended. */
export function commandOverSpdy(
  connection: Duplex,
  wanted: WantedStreams,
  run: (streams: CommandStreams) => Promise<object>,
): Promise<void> {
  const streams = new Map<string, Duplex>();
  const names = ["error", ...(["stdin", "stdout", "stderr"] as const).filter((name) => wanted[name])];

  async function begin(): Promise<void> {
    const [stdout, stderr] = [streams.get("stdout") ?? nowhere(), streams.get("stderr") ?? nowhere()];
    const status = await run({ stdin: streams.get("stdin") ?? Readable.from([]), stdout, stderr });
    const writers = [stdout, stderr].filter(({ destroyed }) => !destroyed);
    await Promise.all(writers.map((writer) => finished(writer.end(), { readable: false })));
    streams.get("error")?.end(JSON.stringify(status));
  }

  return serveSpdy(connection, (stream, headers) => {
    const type = headers.get("streamtype") ?? "";
    if (!names.includes(type) || streams.has(type)) return stream.destroy();
    streams.set(type, stream);
    // Only standard input has anything to say.
    if (type !== "stdin") stream.resume();
    if (streams.size === names.length) begin().catch(() => connection.destroy());
    return undefined;
  });
}

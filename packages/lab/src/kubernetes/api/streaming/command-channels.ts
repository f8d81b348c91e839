import { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { RawData, WebSocket } from "ws";
import type { CommandStreams } from "../container-runtime.ts";

/** The first byte of every message says which stream it belongs to; the fifth version can also end one. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CLOSE = 255;

export const CHANNEL_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/** Which streams the client has asked for. */
export interface WantedStreams {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function writerOf(socket: WebSocket, channel: number, isWanted: boolean): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isWanted || socket.readyState !== socket.OPEN) return done();
      socket.send(Buffer.concat([Buffer.of(channel), chunk]), () => done());
    },
  });
}

function readerOf(socket: WebSocket, isWanted: boolean): Readable {
  const stdin = new Readable({ read() {} });
  if (!isWanted) stdin.push(null);
  let isOver = !isWanted;
  const end = () => {
    if (!isOver) stdin.push(null);
    isOver = true;
  };
  socket.on("message", (data) => {
    const message = toBuffer(data);
    const rest = message.subarray(1);
    if (message[0] === CLOSE && rest[0] === STDIN) end();
    else if (message[0] === STDIN && rest.length > 0 && !isOver) stdin.push(rest);
  });
  socket.on("close", end);
  return stdin;
}

/** A command whose streams share one WebSocket: at its end it says how it ended, and closes. */
export async function commandOverWebSocket(
  socket: WebSocket,
  wanted: WantedStreams,
  run: (streams: CommandStreams) => Promise<object>,
): Promise<void> {
  // Tells the client that the streams are there.
  for (const channel of [STDOUT, STDERR, STATUS]) socket.send(Buffer.of(channel));
  const stdin = readerOf(socket, wanted.stdin);
  const stdout = writerOf(socket, STDOUT, wanted.stdout);
  const stderr = writerOf(socket, STDERR, wanted.stderr);
  socket.on("close", () => stdout.destroy());
  const status = await run({ stdin, stdout, stderr });
  const writers = [stdout, stderr].filter(({ destroyed }) => !destroyed);
  await Promise.all(writers.map((writer) => finished(writer.end())));
  if (socket.readyState !== socket.OPEN) return;
  socket.send(Buffer.concat([Buffer.of(STATUS), Buffer.from(JSON.stringify(status))]));
  socket.close(1000);
}

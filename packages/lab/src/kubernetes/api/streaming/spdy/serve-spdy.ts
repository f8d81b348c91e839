import { Duplex } from "node:stream";
import { createHeaderCodec, type SpdyHeaders } from "./header-codec.ts";
import { readFrames, type SpdyFrame } from "./read-frames.ts";

const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const FIN = 1;
const CANCEL = 5;
const MAX_DATA_BYTES = 64 * 1024;
/** Control frames begin with this bit and the version. */
const CONTROL_3 = 0x80030000;

function toFrame(first: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(first >>> 0, 0);
  head.writeUInt32BE(((flags << 24) | body.length) >>> 0, 4);
  return Buffer.concat([head, body]);
}

function toNumbers(...values: number[]): Buffer {
  const body = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) body.writeUInt32BE(value, index * 4);
  return body;
}

/**
 * The server's side of SPDY/3.1 as Kubernetes' clients speak it: streams that they open, without flow control, which
 * they do not have either. Ends with the connection.
 */
export async function serveSpdy(
  connection: Duplex,
  onStream: (stream: Duplex, headers: SpdyHeaders) => void,
): Promise<void> {
  const codec = createHeaderCodec();
  const streams = new Map<number, Duplex>();
  const send = (frame: Buffer, done?: () => void) => {
    if (connection.writable) connection.write(frame, () => done?.());
    else done?.();
  };

  function createStream(id: number): Duplex {
    let isReset = false;
    const stream = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        for (let place = 0; place < chunk.length; place += MAX_DATA_BYTES) {
          const part = chunk.subarray(place, place + MAX_DATA_BYTES);
          const isLast = place + part.length >= chunk.length;
          send(toFrame(id, 0, part), isLast ? done : undefined);
        }
        if (chunk.length === 0) done();
      },
      final(done) {
        send(toFrame(id, FIN, Buffer.alloc(0)), done);
      },
      destroy(_error, done) {
        const isOver = stream.writableFinished && stream.readableEnded;
        if (!isOver && !isReset && streams.has(id)) {
          send(toFrame(CONTROL_3 | RST_STREAM, 0, toNumbers(id, CANCEL)));
        }
        isReset = true;
        streams.delete(id);
        done(null);
      },
    });
    // Whoever uses the stream learns of its end by its closing.
    stream.on("error", () => stream.destroy());
    streams.set(id, stream);
    return stream;
  }

  async function open({ body, flags }: SpdyFrame): Promise<void> {
    const id = body.readUInt32BE(0) & 0x7fffffff;
    const headers = await codec.decode(body.subarray(10));
    const reply = await codec.encode(new Map());
    send(toFrame(CONTROL_3 | SYN_REPLY, 0, Buffer.concat([toNumbers(id), reply])));
    const stream = createStream(id);
    if (flags & FIN) stream.push(null);
    onStream(stream, headers);
  }

  async function handle(frame: SpdyFrame): Promise<void> {
    if (frame.control === undefined) {
      const stream = streams.get(frame.streamId);
      if (frame.body.length > 0) stream?.push(frame.body);
      if (frame.flags & FIN) stream?.push(null);
    } else if (frame.control === SYN_STREAM) await open(frame);
    else if (frame.control === RST_STREAM) streams.get(frame.body.readUInt32BE(0) & 0x7fffffff)?.destroy();
    else if (frame.control === PING) send(toFrame(CONTROL_3 | PING, 0, frame.body));
  }

  try {
    for await (const frame of readFrames(connection)) await handle(frame);
  } finally {
    for (const stream of [...streams.values()]) stream.destroy();
    codec.close();
    connection.destroy();
  }
}

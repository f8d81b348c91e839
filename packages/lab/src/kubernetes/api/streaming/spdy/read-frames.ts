import type { Readable } from "node:stream";

/** One frame as it came: `control` is the type of a control frame, absent for data. */
export interface SpdyFrame {
  control?: number;
  /** Of a data frame; control frames have theirs in the body. */
  streamId: number;
  flags: number;
  body: Buffer;
}

const HEAD_BYTES = 8;
const MAX_FRAME_BYTES = 1024 * 1024;

/** The frames of a connection. Throws where a frame is larger than any that is sent. */
export async function* readFrames(source: Readable): AsyncGenerator<SpdyFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    rest = Buffer.concat([rest, part as Buffer]);
    while (rest.length >= HEAD_BYTES) {
      const [first, second] = [rest.readUInt32BE(0), rest.readUInt32BE(4)];
      const length = second & 0xffffff;
      if (length > MAX_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
      if (rest.length < HEAD_BYTES + length) break;
      const isControl = first >>> 31 === 1;
      yield {
        ...(isControl ? { control: first & 0xffff } : {}),
        streamId: isControl ? 0 : first & 0x7fffffff,
        flags: second >>> 24,
        body: rest.subarray(HEAD_BYTES, HEAD_BYTES + length),
      };
      rest = rest.subarray(HEAD_BYTES + length);
    }
  }
}

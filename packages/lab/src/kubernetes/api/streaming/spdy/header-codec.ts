import { constants, createDeflate, createInflate } from "node:zlib";
import transport from "spdy-transport";

const dictionary = transport.protocol.spdy.dictionary[3];

export type SpdyHeaders = ReadonlyMap<string, string>;

function parseBlock(block: Buffer): SpdyHeaders {
  const headers = new Map<string, string>();
  let place = 4;
  const next = (): string => {
    const length = block.readUInt32BE(place);
    place += 4 + length;
    return block.toString("latin1", place - length, place);
  };
  for (let left = block.readUInt32BE(0); left > 0; left--) headers.set(next().toLowerCase(), next());
  return headers;
}

function toBlock(headers: SpdyHeaders): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const text = (value: string) => [number(Buffer.byteLength(value)), Buffer.from(value)];
  return Buffer.concat([
    number(headers.size),
    ...[...headers].flatMap(([name, value]) => [...text(name), ...text(value)]),
  ]);
}

/**
 * Headers of a connection's frames. Each direction is one zlib stream for the connection's whole life: blocks must be
 * read and written one after another.
 */
export function createHeaderCodec() {
  const options = { dictionary, flush: constants.Z_SYNC_FLUSH };
  const [inflate, deflate] = [createInflate(options), createDeflate(options)];

  const pass = (stream: typeof inflate | typeof deflate, block: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      stream.once("error", reject);
      stream.write(block, () => {
        stream.off("error", reject);
        const parts: Buffer[] = [];
        for (let part = stream.read(); part; part = stream.read()) parts.push(part as Buffer);
        resolve(Buffer.concat(parts));
      });
    });

  return {
    decode: async (block: Buffer): Promise<SpdyHeaders> => parseBlock(await pass(inflate, block)),
    encode: (headers: SpdyHeaders): Promise<Buffer> => pass(deflate, toBlock(headers)),
    close() {
      inflate.close();
      deflate.close();
    },
  };
}

import { createServer, type Server } from "node:net";
import { AppError } from "@horizon/errors";

/** Below the ports that systems give to clients and to those who ask for any (Linux: from 32768, others: from 49152). */
const firstPort = 20_000;
const lastPort = 32_000;
const blockSize = 16;
const blockCount = (lastPort - firstPort) / blockSize;

let left: number[] = [];

/**
 * Ports of the loopback interface that nobody else is given as long as this process lives: a server on one of them can
 * be stopped and started again. A port that was found free by listening and closing may be another's by the time that
 * it is used. So they come in blocks, and a block belongs to the process that listens on its first port.
 *
 * @throws AppError UNAVAILABLE when all blocks are taken.
 */
export async function ownPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    if (left.length === 0) left = await claimBlock();
    const port = left.shift();
    if (port !== undefined && (await isFree(port))) ports.push(port);
  }
  return ports;
}

async function claimBlock(): Promise<number[]> {
  const start = Math.floor(Math.random() * blockCount);
  for (let n = 0; n < blockCount; n += 1) {
    const first = firstPort + ((start + n) % blockCount) * blockSize;
    const guard = await listenOn(first);
    if (guard === null) continue;
    guard.unref();
    return Array.from({ length: blockSize - 1 }, (_, index) => first + 1 + index);
  }
  throw new AppError("UNAVAILABLE", `No block of ports is free between ${firstPort} and ${lastPort}.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = await listenOn(port);
  if (server === null) return false;
  await new Promise((closed) => server.close(closed));
  return true;
}

/** @returns null when the port is taken. */
function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}

import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to the database that a test can close and open again. */
export interface CuttableProxy {
  /** The same database by this way. */
  urlOf(url: string): string;
  /** Cuts what is open and refuses what is new. */
  cut(): void;
  /** Keeps open what is open and passes nothing on, as a network does that lost its other end. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startCuttableProxy(): Promise<CuttableProxy> {
  let target = 0;
  let isCut = false;
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    if (isCut) return void incoming.destroy();
    const outgoing = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    urlOf(given) {
      const url = new URL(given);
      target = Number(url.port);
      url.hostname = "127.0.0.1";
      url.port = String((server.address() as AddressInfo).port);
      return url.href;
    },
    cut() {
      isCut = true;
      destroyAll();
    },
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend() {
      isCut = false;
    },
    async close() {
      destroyAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

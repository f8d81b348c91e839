import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { whenDrained } from "./when-drained.ts";

/** A response under way, and the reader's end of its connection, which takes nothing until it is told to. */
async function openResponse(): Promise<{ res: ServerResponse; reader: Socket }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const reader = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    reader.destroy();
    server.closeAllConnections();
    server.close();
  });
  reader.pause();
  reader.write("GET / HTTP/1.1\r\nhost: test\r\n\r\n");
  const [, res] = (await once(server, "request")) as [unknown, ServerResponse];
  return { res, reader };
}

function fill(res: ServerResponse): void {
  while (res.write("x".repeat(64 * 1024)));
}

test("a reader that was behind a hundred times leaves nothing behind", async () => {
  const { res, reader } = await openResponse();
  const before = ["drain", "close", "error"].map((event) => res.listenerCount(event));
  for (let round = 0; round < 100; round += 1) {
    fill(res);
    const drained = whenDrained(res);
    reader.resume();
    await drained;
    reader.pause();
  }
  expect(["drain", "close", "error"].map((event) => res.listenerCount(event))).toEqual(before);
});

test("a reader that leaves is waited for no longer, nor is one that left before", async () => {
  const { res, reader } = await openResponse();
  fill(res);
  const closed = once(res, "close");
  const drained = whenDrained(res);
  reader.destroy();
  await drained;
  await closed;
  expect(res.write("x")).toBe(false);
  await whenDrained(res);
});

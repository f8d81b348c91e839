import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createLogger } from "@horizon/logger";
import { afterEach, expect, it } from "vitest";
import { createRemoteClock } from "./clock.ts";

const logger = createLogger("test", { level: "silent" });
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve(answer: (res: ServerResponse, poll: number) => void): Promise<string> {
  let polls = 0;
  const server = createServer((_req, res) => {
    polls += 1;
    answer(res, polls);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("tells the time of a clock whose first answer does not come, as when everything starts at once", async () => {
  const url = await serve((res, poll) => {
    if (poll > 1) res.end(JSON.stringify({ now: "2031-05-06T07:08:09.000Z" }));
    else res.destroy();
  });
  const clock = await createRemoteClock(url, logger);
  ends.push(clock.stop);
  expect(clock.now().toISOString()).toMatch(/^2031-05-06T07:0/);
});

it("gives up an answer that goes on for ever, and asks again", async () => {
  const url = await serve((res, poll) => {
    if (poll > 1) return void res.end(JSON.stringify({ now: "2031-05-06T07:08:09.000Z" }));
    const drip = setInterval(() => res.write(" "), 10);
    res.on("close", () => clearInterval(drip));
  });
  const clock = await createRemoteClock(url, logger);
  ends.push(clock.stop);
  expect(clock.now().toISOString()).toMatch(/^2031-05-06T07:0/);
});

it("does not start upon a clock that never tells the time", async () => {
  const url = await serve((res) => res.destroy());
  await expect(createRemoteClock(url, logger, 2)).rejects.toThrow();
});

import { createServer } from "node:net";
import { ownPorts } from "@horizon/db/embedded";
import { expect, test } from "vitest";
import { assertPortsFree, describeRefusal } from "./free-port.ts";
import { readPorts } from "./ports.ts";

const hasIpv6 = await new Promise<boolean>((done) => {
  const server = createServer();
  server.once("error", () => done(false));
  server.listen(0, "::1", () => server.close(() => done(true)));
});

test.each(hasIpv6 ? ["127.0.0.1", "::1", "0.0.0.0", "::"] : ["127.0.0.1", "0.0.0.0"])(
  "a port on which a program listens at %s is refused with the variable that moves it, and free ones are not",
  async (host) => {
    const [console = 0, opsServer = 0] = await ownPorts(2);
    const ports = { ...readPorts({}), console, opsServer };
    await assertPortsFree(ports, ["console", "opsServer"]);
    const other = createServer();
    await new Promise<void>((listening) => other.listen(console, host, listening));
    try {
      await expect(assertPortsFree(ports, ["console", "opsServer"])).rejects.toThrow(
        `These ports cannot be used:\n  ${console} (console; change it with HORIZON_PORT_CONSOLE): taken by another program`,
      );
    } finally {
      await new Promise((closed) => other.close(closed));
    }
  },
);

test("a port is called taken only when another program has it", () => {
  expect(describeRefusal("EADDRINUSE", 3000, "console")).toMatch(/taken by another program$/);
  expect(describeRefusal("EACCES", 80, "console")).toMatch(/the system keeps it for administrators$/);
  expect(describeRefusal("EMFILE", 3000, "console")).toMatch(/EMFILE$/);
});

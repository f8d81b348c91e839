import { expect, test } from "vitest";
import { isLoopbackHost } from "./is-loopback-host";

test.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST"])(
  "%s is this machine",
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each([
  "",
  "localhost.evil.example",
  "evil.example",
  "127.0.0.1.evil.example",
  "192.168.0.7:3000",
  "localhost:3000, evil.example",
  "evil.example#localhost",
  "0.0.0.0:3000",
])("%j is not", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

import { expect, test } from "vitest";
import { clientAddressOf, isPrivateAddress } from "./client-address.ts";

test.each([
  ["a direct client", "203.0.113.7", undefined, "203.0.113.7"],
  ["a direct client that lies", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["through the load balancer", "10.0.1.5", "203.0.113.7", "203.0.113.7"],
  ["through it, with a lie in front", "10.0.1.5", "1.1.1.1, 203.0.113.7", "203.0.113.7"],
  ["a lie that looks private", "10.0.1.5", "10.9.9.9, 203.0.113.7", "203.0.113.7"],
  ["rubbish", "10.0.1.5", "drop table", "10.0.1.5"],
  ["IPv4 as IPv6", "::ffff:203.0.113.7", undefined, "203.0.113.7"],
])("%s", (_name, peer, header, expected) => {
  expect(clientAddressOf(peer, header, isPrivateAddress)).toBe(expected);
});

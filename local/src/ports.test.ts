import { expect, test } from "vitest";
import { readPorts } from "./ports.ts";

test("the console is on 3000 and the customers' API on 8080 unless told otherwise", () => {
  expect(readPorts({})).toMatchObject({ console: 3000, gateway: 8080 });
});

test("a variable moves its port and no other", () => {
  const ports = readPorts({ HORIZON_PORT_LAB_PRODUCTION: "6101" });
  expect(ports).toEqual({ ...readPorts({}), labProduction: 6101 });
});

test.each(["0", "65536", "http", "3000.5"])("%s is refused by name", (value) => {
  expect(() => readPorts({ HORIZON_PORT_OPS_SERVER: value })).toThrow(/HORIZON_PORT_OPS_SERVER/);
});

test("two services on one port are refused", () => {
  expect(() => readPorts({ HORIZON_PORT_CONSOLE: "4000" })).toThrow(/console and opsServer/);
});

import { describe, expect, it } from "vitest";
import { findProxy } from "./find-proxy.ts";

const proxy = "http://proxy.test:3128";
const find = (server: string, environment: Record<string, string>) => findProxy(new URL(server), environment);

describe("findProxy", () => {
  it.each([
    ["HTTPS_PROXY for https", "https://api.test", { HTTPS_PROXY: proxy }, proxy],
    ["its lower case", "https://api.test", { https_proxy: proxy }, proxy],
    ["not HTTP_PROXY for https", "https://api.test", { HTTP_PROXY: proxy }, undefined],
    ["HTTP_PROXY for http", "http://api.test", { HTTP_PROXY: proxy }, proxy],
    ["none where none is set", "https://api.test", { HTTPS_PROXY: "" }, undefined],
    ["one without a scheme", "https://api.test", { HTTPS_PROXY: "proxy.test:3128" }, proxy],
    [
      "one with a name and a password",
      "https://api.test",
      { HTTPS_PROXY: "http://u:p@proxy.test" },
      "http://u:p@proxy.test",
    ],
  ])("takes %s", (_name, server, environment, expected) => {
    expect(find(server, environment)).toBe(expected);
  });

  it.each(["https://localhost:6443", "https://127.0.0.1:6443", "https://127.8.8.8", "https://[::1]:6443"])(
    "goes straight to %s, this very machine",
    (server) => {
      expect(find(server, { HTTPS_PROXY: proxy })).toBeUndefined();
    },
  );

  it.each([
    ["*", "https://api.test", true],
    ["api.test", "https://api.test", true],
    ["API.test", "https://api.test", true],
    ["other.test, api.test", "https://api.test", true],
    ["test", "https://api.test", true],
    ["pi.test", "https://api.test", false],
    [".test", "https://api.test", true],
    ["*.test", "https://api.test", true],
    [".api.test", "https://api.test", false],
    ["api.test:443", "https://api.test", true],
    ["api.test:6443", "https://api.test", false],
    ["10.0.0.0/8", "https://10.20.30.40", true],
    ["10.0.0.0/8", "https://11.20.30.40", false],
    ["10.0.0.0/8", "https://api.test", false],
    ["10.0.0.0/99", "https://10.20.30.40", false],
    ["10.20.30.40", "https://10.20.30.40:6443", true],
    ["10.20.30.40:443", "https://10.20.30.40:6443", false],
    ["fd00::/8", "https://[fd12::1]:6443", true],
    ["[fd12::1]:6443", "https://[fd12::1]:6443", true],
    ["fd12::1", "https://[fd12::1]", true],
    ["fd12::2", "https://[fd12::1]", false],
    [" , ,", "https://api.test", false],
  ])("NO_PROXY=%s for %s: straight is %s", (exceptions, server, isStraight) => {
    for (const name of ["NO_PROXY", "no_proxy"])
      expect(find(server, { HTTPS_PROXY: proxy, [name]: exceptions })).toBe(isStraight ? undefined : proxy);
  });

  it.each(["ftp://u:secret@proxy.test", "http://u:secret@"])(
    "says of %s that it is none, not what it holds",
    (value) => {
      const attempt = () => find("https://api.test", { HTTPS_PROXY: value });
      expect(attempt).toThrow("HTTPS_PROXY is not the address of a proxy.");
    },
  );
});

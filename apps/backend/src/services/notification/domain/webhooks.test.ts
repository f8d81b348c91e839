import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./forbidden-address.ts";
import { isGivenUp, nextAttemptMs } from "./webhook-schedule.ts";
import { createWebhookSecret, signWebhook } from "./webhook-signature.ts";

describe("API7 where a webhook may go", () => {
  test.each([
    ["93.184.216.34", true],
    ["2606:2800:220:1:248:1893:25c8:1946", true],
    ["127.0.0.1", false],
    ["10.0.0.1", false],
    ["172.16.5.4", false],
    ["192.168.1.1", false],
    ["169.254.169.254", false],
    ["100.64.0.1", false],
    ["0.0.0.0", false],
    ["224.0.0.1", false],
    ["::1", false],
    ["::", false],
    ["fe80::1", false],
    ["fd00::1", false],
    ["::ffff:127.0.0.1", false],
    ["::ffff:169.254.169.254", false],
    ["64:ff9b::7f00:1", false],
    ["2130706433", false],
    ["0x7f.1", false],
    ["0177.0.0.1", false],
    ["localhost", false],
    ["", false],
  ])("%s: %s", (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

test("attempts slow down from seconds to a day, and end", () => {
  const delays = Array.from({ length: 10 }, (_, index) => nextAttemptMs(index + 1));
  expect(delays[0]).toBe(5_000);
  expect(delays[8]).toBe(86_400_000);
  expect(delays[9]).toBeNull();
  for (let n = 1; n < 9; n += 1) expect(delays[n] ?? 0).toBeGreaterThan(delays[n - 1] ?? 0);
});

test("an endpoint is given up after five days of failure, not before", () => {
  const since = new Date("2026-11-01T00:00:00Z");
  expect(isGivenUp(since, new Date("2026-11-05T23:59:59Z"))).toBe(false);
  expect(isGivenUp(since, new Date("2026-11-06T00:00:00Z"))).toBe(true);
});

test("a delivery is signed with each secret that counts, over id, time and body", () => {
  const delivery = { id: "evt_1", at: new Date("2026-11-30T15:00:00Z"), body: '{"a":1}' };
  const [one, two] = [createWebhookSecret(), createWebhookSecret()];
  const signed = signWebhook(delivery, [one, two]);
  expect(signed["webhook-timestamp"]).toBe("1796050800");
  const [first, second] = (signed["webhook-signature"] ?? "").split(" ");
  expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  expect(second).not.toBe(first);
  expect(signWebhook({ ...delivery, body: '{"a":2}' }, [one])["webhook-signature"]).not.toBe(first);
  expect(signWebhook(delivery, [one])["webhook-signature"]).toBe(first);
});

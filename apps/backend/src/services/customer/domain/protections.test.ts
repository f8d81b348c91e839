import { expect, test } from "vitest";
import { actBy, endsOn, needsTheftReport, protectionKinds } from "./protections.ts";

test.each([
  ["freeze", "online", "2026-11-25", "2026-11-27"],
  ["freeze", "phone", "2026-11-23", "2026-11-24"],
  ["freeze", "mail", "2026-12-23", "2026-12-29"],
  ["lift", "online", "2026-11-28", "2026-11-28"],
  ["lift", "mail", "2026-11-23", "2026-11-27"],
  ["fraud_alert", "online", "2026-11-23", null],
] as const)("FCRA-17 a %s asked for by %s on %s is due on %s", (kind, channel, requestedOn, due) => {
  expect(actBy(kind, channel, requestedOn)).toBe(due);
});

test.each([
  ["fraud_alert", "2027-11-29"],
  ["extended_alert", "2033-11-29"],
  ["active_duty_alert", "2027-11-29"],
  ["freeze", null],
  ["lift", null],
] as const)("FCRA-17 a %s of 2026-11-29 ends on %s", (kind, end) => {
  expect(endsOn(kind, "2026-11-29")).toBe(end);
});

test("FCRA-17 only the extended alert rests on an identity theft report", () => {
  expect(protectionKinds.filter(needsTheftReport)).toEqual(["extended_alert"]);
});

import { auditFilter } from "@horizon/contracts";
import { expect, test } from "vitest";
import { readParams } from "../../address/params";
import { auditCsvHref, auditFilterOf, auditParams } from "./audit-params";

function read(search: string) {
  const found = new URLSearchParams(search);
  return readParams(auditParams, (name) => found.get(name));
}

test.each([
  "",
  "?all=1",
  "?actor=Olive&action=rollout.promote&from=2026-11-24T00:00:00.000Z",
  "?from=soon",
  "?from=24 Nov 2026Z&to=2026-11-24Z",
  "?from=2026-02-30T00:00:00Z",
  `?actor=%00Olive&target=${"t".repeat(299)}👍`,
  `?actor=${"o".repeat(101)}&action=${"a".repeat(61)}&target=${"t".repeat(301)}&outcome=${"x".repeat(41)}`,
])("the address %j becomes a filter that the server accepts", (search) => {
  const filter = auditFilterOf("production", read(search));
  expect(auditFilter.safeParse(filter).success).toBe(true);
});

test("the download has the same filter as the page", () => {
  expect(auditCsvHref("production", read("?actor=Olive Operator"))).toBe(
    "/api/stream/audit.csv?environment=production&actor=Olive+Operator",
  );
  expect(auditCsvHref("production", read("?all=1"))).toBe("/api/stream/audit.csv");
});

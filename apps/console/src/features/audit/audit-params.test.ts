import { auditFilter } from "@horizon/contracts";
import { expect, test } from "vitest";
import { auditCsvHref, auditFilterOf, loadAuditParams } from "./audit-params";

test.each(["", "?all=1", "?actor=Olive&action=rollout.promote&from=2026-11-24T00:00:00.000Z", "?from=soon"])(
  "the address %j becomes a filter that the server accepts",
  (search) => {
    const filter = auditFilterOf("production", loadAuditParams(search));
    expect(auditFilter.safeParse(filter).success).toBe(true);
  },
);

test("the download has the same filter as the page", () => {
  expect(auditCsvHref("production", loadAuditParams("?actor=Olive Operator"))).toBe(
    "/api/stream/audit.csv?environment=production&actor=Olive+Operator",
  );
  expect(auditCsvHref("production", loadAuditParams("?all=1"))).toBe("/api/stream/audit.csv");
});

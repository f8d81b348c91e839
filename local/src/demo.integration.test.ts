import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffAccess } from "./backend-staff.ts";
import { totpCode } from "./demo/authenticator.ts";
import { runDemo } from "./demo/run-demo.ts";
import { startIsolatedHorizon } from "./isolated-horizon.ts";

let horizon: Awaited<ReturnType<typeof startIsolatedHorizon>>;
beforeAll(async () => {
  horizon = await startIsolatedHorizon({ backend: true, console: false });
}, 400_000);
afterAll(() => horizon.stop());

test("a customer signs up, signs a lawful contract, disputes, and pays for what was done and nothing else", async () => {
  const lines: string[] = [];
  const result = await runDemo({
    gatewayUrl: horizon.gatewayUrl ?? "",
    providersUrl: horizon.providersUrl,
    staff: JSON.parse(readFileSync(horizon.staffFile, "utf8")) as StaffAccess[],
    print: (line) => lines.push(line),
  });
  expect(result.item).toEqual({ state: "resolved", outcome: "deleted" });
  expect(result.invoice.state).toBe("paid");
  expect(result.invoice.total.amount).toBeGreaterThan(0);
  const told = lines.join("\n");
  // The law was in the way where it should be.
  expect(told).toContain("409 croa.disclosure_missing CROA-1");
  expect(told).toMatch(/CROA-5: It can be cancelled for nothing until the end of \d{4}-\d{2}-\d{2}/);
  expect(told).not.toMatch(/→ 5\d\d/);
}, 400_000);

// RFC 6238, appendix B, cut to six digits.
test.each([
  [59_000, "287082"],
  [1_111_111_109_000, "081804"],
  [20_000_000_000_000, "353130"],
])("the authenticator shows at %i ms what RFC 6238 says", (nowMs, code) => {
  expect(totpCode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", nowMs)).toBe(code);
});

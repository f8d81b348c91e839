import { expect, test } from "vitest";
import { decideRefresh, type FoundRefreshToken } from "./refresh-decision.ts";

const now = new Date("2026-11-29T12:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);
const fresh: FoundRefreshToken = {
  expiresAt: at(60_000),
  rotatedAt: null,
  isSuccessorUsed: false,
  session: { expiresAt: at(3_600_000), revokedAt: null },
  isUserDisabled: false,
};

test.each<[string, FoundRefreshToken | null, string]>([
  ["nobody issued it", null, "unknown"],
  ["the newest", fresh, "rotate"],
  ["idle for too long", { ...fresh, expiresAt: now }, "expired"],
  ["of a session that ended", { ...fresh, session: { expiresAt: now, revokedAt: null } }, "expired"],
  ["of a revoked session", { ...fresh, session: { ...fresh.session, revokedAt: at(-1) } }, "unknown"],
  ["of a disabled user", { ...fresh, isUserDisabled: true }, "unknown"],
  ["replaced a moment ago", { ...fresh, rotatedAt: at(-1) }, "repeat"],
  ["replaced ten seconds ago", { ...fresh, rotatedAt: at(-10_000) }, "repeat"],
  ["replaced longer ago", { ...fresh, rotatedAt: at(-10_001) }, "reused"],
  ["replaced, and the successor is in use", { ...fresh, rotatedAt: at(-1), isSuccessorUsed: true }, "reused"],
  ["replaced long ago and idle", { ...fresh, rotatedAt: at(-60_000), expiresAt: at(-1) }, "reused"],
  [
    "replaced, of a session already revoked: it is not revoked twice",
    { ...fresh, rotatedAt: at(-60_000), session: { ...fresh.session, revokedAt: at(-1) } },
    "unknown",
  ],
])("ASVS 10.4.5: a refresh token that is %3$s when %1$s", (_name, found, decision) => {
  expect(decideRefresh(found, now)).toBe(decision);
});

import { describe, expect, test } from "vitest";
import { consentTexts, type GivenConsent, isConsentValid } from "./consent-texts.ts";

const now = new Date("2026-11-29T12:00:00Z");
const given = (fields: Partial<GivenConsent> = {}): GivenConsent => ({
  kind: "esign",
  version: consentTexts.esign.version,
  textSha256: consentTexts.esign.sha256,
  expiresAt: null,
  withdrawnAt: null,
  ...fields,
});

describe("whether a consent counts", () => {
  test.each<[string, Partial<GivenConsent>, boolean]>([
    ["given to the current text", {}, true],
    ["ESIGN-2 given to an earlier version", { version: "esign-2025-01" }, false],
    ["ESIGN-2 given to another text under the same version", { textSha256: "0".repeat(64) }, false],
    ["ESIGN-3 withdrawn", { withdrawnAt: now }, false],
    ["FCRA-22 in its last second", { expiresAt: new Date(now.getTime() + 1) }, true],
    ["FCRA-22 run out", { expiresAt: now }, false],
  ])("%s", (_name, fields, expected) => {
    expect(isConsentValid(given(fields), now)).toBe(expected);
  });
});

test("ESIGN-1 the statement names paper, withdrawal, scope, contact and what is needed to read", () => {
  const text = consentTexts.esign.paragraphs.join(" ");
  for (const word of [
    "on paper",
    "withdraw",
    "free of charge",
    "covers",
    "e-mail address current",
    "browser",
    "PDF",
  ]) {
    expect(text).toContain(word);
  }
});

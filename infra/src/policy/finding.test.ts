import { expect, test } from "vitest";
import { formatFindings } from "./finding.ts";

test("findings read as a list of things to do, by subject", () => {
  const rule = "encrypted-at-rest";
  expect(
    formatFindings([
      { rule, subject: "staging: bucket b", message: "Set an encryption rule." },
      { rule, subject: "production: bucket a", message: "Set an encryption rule." },
    ]),
  ).toBe(
    "production: bucket a: Set an encryption rule. [encrypted-at-rest]\nstaging: bucket b: Set an encryption rule. [encrypted-at-rest]",
  );
  expect(formatFindings([])).toBe("");
});

import { expect, test } from "vitest";
import { changeText } from "./change-text";

test.each([
  ["web was aborted: success-rate failed 2 times", "was aborted"],
  ["web was promoted: 1.2.0 is the stable version", "was promoted"],
  ["web moved to step 3 of 8 (33 %)", "step 3 of 8"],
  ["web is deployed: 1.1.0 → 1.2.0", "1.1.0 → 1.2.0"],
  ["web is scaled 3 → 5", "is scaled 3 → 5"],
  ["The pod template of web changed (1.2.0)", "The pod template of web changed (1.2.0)"],
  ["webhooks is restarted", "webhooks is restarted"],
])("in the row of web “%s” reads “%s”", (summary, text) => {
  expect(changeText(summary, "web")).toBe(text);
});

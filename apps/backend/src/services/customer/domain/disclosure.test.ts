import { expect, test } from "vitest";
import { currentDisclosure, legalText, noticeOfCancellation, rightToCancel } from "./disclosure.ts";

test("CROA-1 the statement is the statute's, whole, with nothing added", () => {
  // Changing a letter of it is a decision of counsel: a new version with a new hash.
  expect(currentDisclosure.version).toBe("1679c-1996");
  expect(currentDisclosure.sha256).toBe("970f51729f747d8a94314bfc142090218932f59e47619203ebe88bf8494f5571");
  expect(currentDisclosure.paragraphs).toHaveLength(9);
  expect(currentDisclosure.paragraphs.join(" ")).toContain(
    "within 3 business days from the date you signed it",
  );
});

test("the hash tells any two texts apart", () => {
  const { heading, paragraphs } = currentDisclosure;
  const changed = legalText("x", heading, [`${paragraphs[0]} `, ...paragraphs.slice(1)]);
  expect(changed.sha256).not.toBe(currentDisclosure.sha256);
});

test("CROA-4 the notice names the organisation, its address and the date", () => {
  const notice = noticeOfCancellation({
    name: "Horizon Credit Repair",
    address: "1 Main St",
    cancelDays: 3,
    deadline: "November 27, 2026",
  });
  expect(notice.heading).toBe("Notice of Cancellation");
  expect(notice.bold).toContain(
    "before midnight of the 3rd day which begins after the date the contract is signed",
  );
  expect(notice.toCancel).toContain(
    "Horizon Credit Repair at 1 Main St before midnight on November 27, 2026",
  );
});

test("a state that gives five days is told of five", () => {
  expect(rightToCancel(5)).toContain("5th business day");
  expect(rightToCancel(3)).toContain("3rd business day");
});

import { freezeWindowInput } from "@horizon/contracts";
import { expect, test } from "vitest";
import { changesSince, completionsOf, draftOf, inputOf, unknownNames } from "./freeze-window-draft";

const now = Date.UTC(2026, 10, 24, 9, 30, 20);

const complete = {
  ...draftOf(null, "production", now),
  title: "Black Friday",
  startsAt: "2026-11-27T00:00:00.000Z",
  endsAt: "2026-11-30T00:00:00.000Z",
};

test("a complete form is what the server accepts, and no names mean every service", () => {
  const input = inputOf(complete);
  expect(freezeWindowInput.parse(input)).toEqual(input);
  expect(input.services).toBeNull();
});

test("names are apart by commas, whatever the spaces", () => {
  expect(inputOf({ ...complete, services: " api-gateway,auth-service , " }).services).toEqual([
    "api-gateway",
    "auth-service",
  ]);
});

const row = {
  ...inputOf(complete),
  id: "id",
  reason: "",
  createdBy: "",
  createdAt: "",
  updatedAt: "",
  cancelledAt: null,
  state: "scheduled" as const,
};

test("editing without a change sends what was stored", () => {
  const stored = { ...inputOf(complete), services: ["a", "b"], exceptServices: ["c"] };
  expect(inputOf(draftOf({ ...row, ...stored }, "staging", now))).toEqual(stored);
});

test("a new freeze begins this minute and lasts a day unless told otherwise", () => {
  expect(draftOf(null, "production", now)).toMatchObject({
    startsAt: "2026-11-24T09:30:00.000Z",
    endsAt: "2026-11-25T09:30:00.000Z",
  });
});

const known = ["api-gateway", "auth-service"];

test("a name that no service has is found, and no name is none", () => {
  expect(unknownNames("auth-service, atuh-service", known)).toEqual(["atuh-service"]);
  expect(unknownNames(" , ", known)).toEqual([]);
});

test.each([
  ["", ["api-gateway", "auth-service"]],
  ["au", ["api-gateway", "auth-service"]],
  ["auth-service, ap", ["auth-service, api-gateway"]],
  ["auth-service,api-gateway,", []],
])("%j can become %j", (text, completions) => {
  expect(completionsOf(text, known)).toEqual(completions);
});

test("of what somebody else changed, each field is told as it is now", () => {
  const current = {
    ...row,
    endsAt: "2026-12-01T06:30:00.000Z",
    services: ["billing"],
    reason: "it takes longer",
  };
  expect(changesSince(row, current)).toEqual([
    { label: "Ends (UTC)", now: "2026-12-01 06:30" },
    { label: "Services", now: "billing" },
    { label: "Reason", now: "it takes longer" },
  ]);
  expect(changesSince(row, { ...row, updatedAt: "later" })).toEqual([]);
});

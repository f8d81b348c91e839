import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { errorOf, errorOfRequest, isRetryable } from "./error-of";

const unanswered = new TRPCClientError("Failed to fetch");
const refused = new TRPCClientError("You may not.", {
  result: {
    error: {
      code: -32_003,
      message: "You may not.",
      data: { appCode: "FORBIDDEN", requestId: "r-1", fieldErrors: { reason: ["too long"] } },
    },
  },
});

test("a call that never reached the server is told as that, and promises nothing", () => {
  expect(errorOf(unanswered)).toEqual({
    code: "UPSTREAM_UNAVAILABLE",
    message: "Horizon’s server cannot be reached.",
    requestId: null,
    fieldErrors: {},
  });
  expect(isRetryable(unanswered)).toBe(true);
});

test("of a change that got no answer it is not said that it was not made, nor that it is asked for again", () => {
  const { message } = errorOfRequest(unanswered);
  expect(message).toBe("No answer came from Horizon’s server, so it is not known whether this was done.");
});

test("what the server said is shown in its words, with what it names", () => {
  const said = {
    code: "FORBIDDEN",
    message: "You may not.",
    requestId: "r-1",
    fieldErrors: { reason: ["too long"] },
  };
  expect(errorOf(refused)).toEqual(said);
  expect(errorOfRequest(refused)).toEqual(said);
  expect(isRetryable(refused)).toBe(false);
});

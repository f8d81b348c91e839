import { describe, expect, test } from "vitest";
import {
  AppError,
  appErrorCodes,
  assertNever,
  httpStatusOf,
  isAppError,
  toPublicError,
  trpcCodeOf,
} from "./index.ts";

describe("toPublicError", () => {
  const secret = "connect ECONNREFUSED 10.0.0.7:5432";

  test.each(appErrorCodes.filter((code) => httpStatusOf(code) >= 500))(
    "%s hides its text and details",
    (code) => {
      const shown = toPublicError(
        new AppError(code, secret, { details: { host: secret }, cause: new Error(secret) }),
      );
      expect(shown).toMatchObject({ code, status: httpStatusOf(code) });
      expect(shown.message.length).toBeGreaterThan(10);
      expect(JSON.stringify(shown)).not.toContain("10.0.0.7");
    },
  );

  test("a 5xx may name the system that failed, in words of its own", () => {
    const error = new AppError("UPSTREAM_UNAVAILABLE", secret, {
      publicMessage: "Cluster main cannot be reached.",
      details: { host: secret },
    });
    expect(toPublicError(error)).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      message: "Cluster main cannot be reached.",
      status: httpStatusOf("UPSTREAM_UNAVAILABLE"),
    });
  });

  test.each(appErrorCodes.filter((code) => httpStatusOf(code) < 500))(
    "%s shows its text and details but not its cause",
    (code) => {
      const shown = toPublicError(
        new AppError(code, "Say why", { details: { field: "reason" }, cause: new Error(secret) }),
      );
      expect(shown).toEqual({
        code,
        message: "Say why",
        status: httpStatusOf(code),
        details: { field: "reason" },
      });
    },
  );

  test.each([new Error(secret), secret, undefined, null, { code: "NOT_FOUND", message: secret }])(
    "a thrown value that is not ours becomes INTERNAL without its text (%#)",
    (thrown) => {
      const shown = toPublicError(thrown);
      expect(shown).toMatchObject({ code: "INTERNAL", status: 500 });
      expect(JSON.stringify(shown)).not.toContain("10.0.0.7");
    },
  );
});

test("the statuses that clients act on", () => {
  expect(
    Object.fromEntries(appErrorCodes.map((code) => [code, [httpStatusOf(code), trpcCodeOf(code)]])),
  ).toMatchObject({
    INVALID_INPUT: [400, "BAD_REQUEST"],
    UNAUTHENTICATED: [401, "UNAUTHORIZED"],
    FORBIDDEN: [403, "FORBIDDEN"],
    NOT_FOUND: [404, "NOT_FOUND"],
    CONFLICT: [409, "CONFLICT"],
    STALE: [409, "CONFLICT"],
    PRECONDITION_FAILED: [412, "PRECONDITION_FAILED"],
    UNAVAILABLE: [503, "SERVICE_UNAVAILABLE"],
    INTERNAL: [500, "INTERNAL_SERVER_ERROR"],
  });
});

test("isAppError tells ours from others, and one code from another", () => {
  const error = new AppError("STALE", "It changed while you looked", { cause: "why" });
  expect(isAppError(error)).toBe(true);
  expect(isAppError(error, "STALE")).toBe(true);
  expect(isAppError(error, "CONFLICT")).toBe(false);
  expect(isAppError({ code: "STALE" })).toBe(false);
  expect(error.cause).toBe("why");
});

test("assertNever throws with the value, should types have been wrong", () => {
  expect(() => assertNever("surprise" as never)).toThrow("surprise");
});

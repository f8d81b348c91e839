import { AppError } from "@horizon/errors";
import { expect, test } from "vitest";
import { isRefusedForItsValues, mapDbError } from "./map-db-error.ts";

test.each([
  ["a refused connection", Object.assign(new Error("x"), { code: "ECONNREFUSED" }), "UNAVAILABLE"],
  ["Prisma's unreachable server", { code: "P1001" }, "UNAVAILABLE"],
  ["an exhausted pool", { code: "P2024" }, "UNAVAILABLE"],
  [
    "a shutdown, deep in the causes",
    { meta: { driverAdapterError: { cause: { originalCode: "57P01" } } } },
    "UNAVAILABLE",
  ],
  ["too many connections", { cause: { originalCode: "53300" } }, "UNAVAILABLE"],
  ["a pooler without a database", { cause: { originalCode: "08P01" } }, "UNAVAILABLE"],
  ["a password that is not taken", { cause: { originalCode: "28P01" } }, "UNAVAILABLE"],
  ["a primary that has become a standby", { cause: { originalCode: "25006" } }, "UNAVAILABLE"],
  ["a broken connection without a code", new Error("Connection terminated unexpectedly"), "UNAVAILABLE"],
  ["a statement that took too long", { cause: { originalCode: "57014" } }, "UNAVAILABLE"],
  ["a taken key", { code: "P2002" }, "CONFLICT"],
  ["a reference to nothing", { code: "P2003" }, "INVALID_INPUT"],
  ["a violated check", { cause: { originalCode: "23514" } }, "INVALID_INPUT"],
  ["a text with a NUL", { cause: { originalCode: "22021" } }, "INVALID_INPUT"],
  ["a time that is none", { cause: { originalCode: "22008" } }, "INVALID_INPUT"],
  ["a row that is not there", { code: "P2025" }, "NOT_FOUND"],
  ["anything else", new Error("relation does not exist"), "INTERNAL"],
  ["what is no error", "boom", "INTERNAL"],
])("%s", (_name, error, code) => {
  expect(mapDbError(error)).toMatchObject({ code, cause: error });
});

test("an AppError passes unchanged", () => {
  const error = new AppError("STALE", "It changed while you looked");
  expect(mapDbError(error)).toBe(error);
});

test("causes that go in circles end", () => {
  const error: { cause?: unknown } = {};
  error.cause = error;
  expect(mapDbError(error)).toMatchObject({ code: "INTERNAL" });
});

test.each([
  [
    "a number that is too large",
    { meta: { driverAdapterError: { cause: { originalCode: "22003" } } } },
    true,
  ],
  ["nothing where something must be", { cause: { originalCode: "23502" } }, true],
  ["a key that is too long to be indexed", mapDbError({ cause: { originalCode: "54000" } }), true],
  ["a reference to nothing", { code: "P2003" }, true],
  ["what Prisma does not send", Object.assign(new Error("x"), { name: "PrismaClientValidationError" }), true],
  ["a shutdown", { cause: { originalCode: "57P01" } }, false],
  ["too many connections", { cause: { originalCode: "53300" } }, false],
  ["a table that is not there yet", { cause: { originalCode: "42P01" } }, false],
  ["a deadlock", { cause: { originalCode: "40P01" } }, false],
  ["what is no error", "22003", false],
])("whether %s is refused for its values", (_name, error, isRefused) => {
  expect(isRefusedForItsValues(error)).toBe(isRefused);
});

import { AppError, isAppError } from "@horizon/errors";

/** Prisma's codes for a database that cannot be reached, is starting or stopping, or has no connection to give. */
const unavailableCodes = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1010",
  "P1011",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
]);
/**
 * SQLSTATE classes 08 (connection; PgBouncer says 08P01 for all that it cannot do), 28 (the password is being changed),
 * 53 (resources) and 57 (operator intervention: shutdown, crash), and 25006: a primary that has become a standby.
 */
const unavailableStates = /^(08|28|53|57|25006)/;
const unavailableSystemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "EAI_AGAIN",
]);
/** What pg and its pool say without any code. */
const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|cannot use a pool after|not queryable|server closed the connection|can't reach database/i;
/** 57014 is a statement that ran too long: the database is up. */
const statementTimeout = "57014";
/** A text with a NUL, in a text or a jsonb column, and a time that no calendar has. */
const unstorableStates = ["22021", "22P05", "22007", "22008"];
const violations = { unique: "23505", foreignKey: "23503", check: "23514" };

/**
 * What a failed query means to the caller: UNAVAILABLE when the database is down (worth a retry), CONFLICT for a taken
 * key, INVALID_INPUT for a reference to nothing or a refused value, INTERNAL otherwise. AppErrors pass unchanged.
 */
export function mapDbError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const codes = [...causes(error)].flatMap(codesOf);
  const has = (...wanted: string[]) => wanted.some((code) => codes.includes(code));
  if (has(statementTimeout)) {
    return new AppError("UNAVAILABLE", "The database took too long to answer.", { cause: error });
  }
  if (codes.some(isUnavailableCode) || [...causes(error)].some(hasUnavailableMessage)) {
    return new AppError("UNAVAILABLE", "The database cannot be reached.", { cause: error });
  }
  if (has("P2002", violations.unique))
    return new AppError("CONFLICT", "It exists already.", { cause: error });
  if (has("P2003", violations.foreignKey)) {
    return new AppError("INVALID_INPUT", "It refers to something that does not exist.", { cause: error });
  }
  if (has("P2004", violations.check)) {
    return new AppError("INVALID_INPUT", "A value is not allowed here.", { cause: error });
  }
  if (has(...unstorableStates)) {
    return new AppError("INVALID_INPUT", "It holds a character or a time that cannot be kept.", {
      cause: error,
    });
  }
  if (has("P2025")) return new AppError("NOT_FOUND", "It does not exist.", { cause: error });
  return new AppError("INTERNAL", "The database refused a query.", { cause: error });
}

/** Whether a transaction lost to another and may be tried again: PostgreSQL's 40001 and 40P01, Prisma's P2034. */
export function isSerializationFailure(error: unknown): boolean {
  return [...causes(error)].flatMap(codesOf).some((code) => ["40001", "40P01", "P2034"].includes(code));
}

/** SQLSTATE classes 22 (data), 23 (constraints) and 54 (limits), and what Prisma or the client itself refuses to send. */
const refusedValues = /^(22|23|54)...$|^(P2000|P2002|P2003|P2004|P2005|P2006|P2007|P2011|P2012|P2020)$/;

/** Whether a query was refused for the values in it: they would be refused whenever it is tried again. */
export function isRefusedForItsValues(error: unknown): boolean {
  const all = [...causes(error)];
  const isRefused = all.flatMap(codesOf).some((code) => refusedValues.test(code));
  return (
    isRefused || all.some((cause) => Reflect.get(cause as object, "name") === "PrismaClientValidationError")
  );
}

function isUnavailableCode(code: string): boolean {
  return unavailableCodes.has(code) || unavailableStates.test(code) || unavailableSystemCodes.has(code);
}

function hasUnavailableMessage(error: unknown): boolean {
  return error instanceof Error && unavailableMessages.test(error.message);
}

/** The error, what caused it, and so on; adapters nest the PostgreSQL error at several depths. */
function* causes(error: unknown, depth = 0): Generator<unknown> {
  if (typeof error !== "object" || error === null || depth > 6) return;
  yield error;
  for (const key of ["cause", "meta", "driverAdapterError"]) {
    yield* causes(Reflect.get(error, key), depth + 1);
  }
}

function codesOf(error: unknown): string[] {
  if (typeof error !== "object" || error === null) return [];
  return ["code", "originalCode", "errorCode"]
    .map((key) => Reflect.get(error, key))
    .filter((code) => typeof code === "string");
}

import { type Failure, failures } from "@horizon/errors/failures";
import { expect, onTestFinished, test } from "vitest";
import { createLogger, type LoggerOptions } from "./index.ts";

const seeded = "tok_5e3d-do-not-log";

function capture(options: LoggerOptions = {}) {
  const lines: string[] = [];
  const logger = createLogger("ops-server", {
    ...options,
    destination: { write: (line) => void lines.push(line) },
  });
  return { logger, lines };
}

test.each([
  ["a request's authorization header", { req: { headers: { authorization: `Bearer ${seeded}` } } }],
  ["an HTTP/1 style header", { headers: { Authorization: seeded, Cookie: seeded } }],
  ["a response's set-cookie header", { res: { headers: { "set-cookie": [seeded] } } }],
  ["a token at the top", { token: seeded }],
  ["a token in a kubeconfig user", { cluster: { user: { auth: { token: seeded } } } }],
  ["passwords and secrets in a list", { users: [{ password: seeded, clientSecret: seeded }] }],
  ["a connection string", { config: { databaseUrl: seeded } }],
  [
    "a request that hangs on an error",
    { err: Object.assign(new Error("401"), { config: { headers: { Authorization: seeded } } }) },
  ],
  ["a secret far down", { a: { b: { c: { d: { e: { password: seeded } } } } }, token: seeded }],
  ["a social security number", { customer: { ssn: seeded } }],
])("%s is not written", (_name, fields) => {
  const { logger, lines } = capture();
  logger.info(fields, "seen");
  expect(lines.join("")).toContain("[redacted]");
  expect(lines.join("")).not.toContain(seeded);
});

test("a child logger's own fields are redacted too", () => {
  const { logger, lines } = capture();
  logger.child({ session: { token: seeded } }).warn({ password: seeded }, "seen");
  expect(lines.join("")).not.toContain(seeded);
});

test("the caller's object is left as it was", () => {
  const { logger } = capture();
  const fields = { token: seeded };
  logger.info(fields, "seen");
  expect(fields.token).toBe(seeded);
});

test("a line says when, how severe, which component, what, and the chain of causes", () => {
  const { logger, lines } = capture();
  logger.error({ err: new Error("outer", { cause: new Error("inner") }) }, "failed");
  const line = JSON.parse(lines[0] ?? "");
  expect(line).toMatchObject({ level: "error", name: "ops-server", msg: "failed" });
  expect(new Date(line.time).toISOString()).toBe(line.time);
  expect(JSON.stringify(line.err)).toContain("inner");
});

test("dates, numbers, lists and circular values are written as they are", () => {
  const { logger, lines } = capture();
  const loop: Record<string, unknown> = { name: "pod" };
  loop.self = loop;
  logger.info({ at: new Date(0), replicas: 3, ready: true, names: ["a", "b"], nothing: null, loop }, "seen");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    at: "1970-01-01T00:00:00.000Z",
    replicas: 3,
    ready: true,
    names: ["a", "b"],
    nothing: null,
    loop: { name: "pod" },
  });
});

test("lines below the level are not written", () => {
  const { logger, lines } = capture({ level: "warn" });
  logger.info("quiet");
  expect(lines).toEqual([]);
});

test("what is logged as an error, and nothing less, is announced with its error and its ids alone", () => {
  const { logger } = capture({ level: "info" });
  const announced: unknown[] = [];
  const hear = (failure: unknown) => announced.push(failure);
  failures.subscribe(hear);
  onTestFinished(() => void failures.unsubscribe(hear));
  const error = new Error("broken");
  logger.warn({ err: error }, "not yet");
  logger.error({ err: error, requestId: "r-1", operation: "getReport", name: "Ada", attempts: 3 }, "failed");
  logger.error("only words");
  logger.fatal(error);
  expect(announced).toEqual([
    { component: "ops-server", message: "failed", error, ids: { requestId: "r-1", operation: "getReport" } },
    { component: "ops-server", message: "only words", error: undefined, ids: {} },
    { component: "ops-server", message: "failed", error, ids: {} },
  ] satisfies Failure[]);
});

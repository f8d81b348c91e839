import { AsyncLocalStorage } from "node:async_hooks";

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const requests = new AsyncLocalStorage<string>();
let readActiveSpan: () => string | undefined = () => undefined;

/** The trace of a W3C `traceparent`: 32 hexadecimal digits; undefined for anything else. */
export function parseTraceparent(header: unknown): string | undefined {
  return typeof header === "string" ? traceparent.exec(header)?.[1] : undefined;
}

/** The trace of what runs now: the tracer's where there is one, otherwise that of the request. */
export function currentTraceId(): string | undefined {
  return readActiveSpan() ?? requests.getStore();
}

/** Everything that is done from here on, for the request that is being answered, belongs to this trace. */
export function enterTrace(traceId: string): void {
  requests.enterWith(traceId);
}

/** For the tracer alone. */
export function readTracesFrom(read: () => string | undefined): void {
  readActiveSpan = read;
}

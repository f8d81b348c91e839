import { announceFailure } from "@horizon/errors/failures";

/** Fields of a line by which it is found again. */
const idNames = [
  "requestId",
  "traceId",
  "operation",
  "problem",
  "job",
  "service",
  "source",
  "consumer",
] as const;

/** Announces what is logged as an error; `args` are those of pino's methods: fields, message, or both. */
export function announceLoggedFailure(component: string, args: readonly unknown[]): void {
  const [first, second] = args;
  const fields = typeof first === "object" && first !== null ? (first as Record<string, unknown>) : {};
  const message = [second, first].find((each) => typeof each === "string") ?? "failed";
  const error = first instanceof Error ? first : (fields.err ?? fields.error);
  const ids = Object.fromEntries(
    idNames.flatMap((name) => (typeof fields[name] === "string" ? [[name, fields[name]]] : [])),
  );
  announceFailure({ component, message, error, ids });
}

import type { JsonSchema, Operation } from "./api-document.ts";
import { type Sampling, sampleSchema } from "./sample-schema.ts";

export interface SampleRequest {
  /** For the person who reads the failure. */
  readonly what: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: Buffer | string;
}

export const jsonType = { "content-type": "application/json" };

/** As documented, with sampled values. */
export function soundRequest(operation: Operation, sampling: Sampling): SampleRequest {
  const schema = bodySchema(operation);
  return {
    what: "as documented",
    path: `${fillPath(operation, sampling)}${queryOf(operation, sampling)}`,
    headers: {
      ...headersOf(operation, sampling),
      ...(schema === null ? rawType(operation) : jsonType),
    },
    ...(schema === null
      ? operation.requestBody === undefined
        ? {}
        : { bytes: "a=b" }
      : { bytes: JSON.stringify(sampleSchema(schema, sampling)) }),
  };
}

/** Null where the operation takes no JSON. */
export function bodySchema({ requestBody }: Operation): JsonSchema | null {
  return requestBody?.content["application/json"]?.schema ?? null;
}

function rawType({ requestBody }: Operation): Record<string, string> {
  const [type] = Object.keys(requestBody?.content ?? {});
  return type === undefined ? {} : { "content-type": type };
}

function headersOf({ parameters }: Operation, { random }: Sampling): Record<string, string> {
  const names = parameters.filter((one) => one.in === "header").map(({ name }) => name);
  return {
    ...(names.includes("Idempotency-Key") ? { "idempotency-key": random.hex(32) } : {}),
    ...(names.includes("If-Match") ? { "if-match": '"1"' } : {}),
  };
}

export function fillPath({ path, parameters }: Operation, sampling: Sampling): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const parameter = parameters.find((one) => one.in === "path" && one.name === name);
    return encodeURIComponent(String(sampleSchema(parameter?.schema ?? {}, sampling)));
  });
}

function queryOf({ parameters }: Operation, sampling: Sampling): string {
  const pairs = parameters
    .filter((one) => one.in === "query" && (one.required || sampling.random.int(2) === 0))
    // A cursor that was not given out is wrong, and comes with the wrong ones.
    .filter(({ name }) => name !== "cursor")
    .map(({ name, schema }) => [name, String(sampleSchema(schema, sampling))]);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

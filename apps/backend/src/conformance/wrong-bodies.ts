import type { JsonSchema, Operation } from "./api-document.ts";
import { type Sampling, sampleSchema } from "./sample-schema.ts";
import { bodySchema, jsonType, type SampleRequest } from "./sound-request.ts";
import { evilTexts, wrongValues } from "./wrong-values.ts";

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** Bodies that are no JSON, that have another type, and that are wrong in one member. */
export function wrongBodies(operation: Operation, sampling: Sampling, sound: SampleRequest): SampleRequest[] {
  if (operation.requestBody === undefined) {
    return operation.method === "GET"
      ? []
      : [
          {
            ...sound,
            what: "a body where none belongs",
            headers: { ...sound.headers, ...jsonType },
            bytes: "{}x",
          },
        ];
  }
  const schema = bodySchema(operation);
  const raw: [string, Buffer | string][] = [
    ["empty", ""],
    ["null", "null"],
    ["array", "[]"],
    ["text", '"text"'],
    ["cut off", '{"a":'],
    ["no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ["UTF-16", Buffer.from('{"a":1}', "utf16le")],
    ["twice the same member", '{"a":1,"a":2}'],
    ["prototype", '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}'],
    ["40 deep", `{"a":${nested(40)}}`],
    ["100,000 deep", `{"a":${nested(100_000)}}`],
    ["entities", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ];
  const whole = raw.map(([what, bytes]) => ({ ...sound, what: `body: ${what}`, bytes }));
  if (schema === null) return whole;
  const types: Record<string, string>[] = [
    { "content-type": "text/plain" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-encoding": "gzip" },
  ];
  const typed = types.map((headers) => ({
    ...sound,
    what: `type ${Object.values(headers)}`,
    headers: { ...sound.headers, ...headers },
  }));
  return [...whole, ...typed, ...wrongMembers(schema, sampling, sound)];
}

function wrongMembers(schema: JsonSchema, sampling: Sampling, sound: SampleRequest): SampleRequest[] {
  const { random } = sampling;
  const good = () => {
    const value = sampleSchema(schema, sampling);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  };
  const part = schema.properties ?? schema.anyOf?.[0]?.properties ?? schema.oneOf?.[0]?.properties ?? {};
  const bodies: [string, Record<string, unknown>][] = [
    ["an unknown member", { ...good(), role: "admin", verified: true }],
    ...evilTexts.map((text): [string, Record<string, unknown>] => [
      `texts ${text.slice(0, 20)}`,
      sampleSchema(schema, { ...sampling, text }) as Record<string, unknown>,
    ]),
  ];
  for (const name of Object.keys(part)) {
    const { [name]: _left, ...rest } = good();
    bodies.push([`no ${name}`, rest]);
    // Five of all wrong values a member; over the members of the API each is used hundreds of times.
    for (let count = 0; count < 5; count += 1) {
      const value = random.pick(wrongValues);
      bodies.push([`${name}: ${JSON.stringify(value).slice(0, 40)}`, { ...good(), [name]: value }]);
    }
  }
  return bodies.map(([what, body]) => ({
    ...sound,
    what,
    headers: {
      ...sound.headers,
      ...(sound.headers["idempotency-key"] ? { "idempotency-key": random.hex(32) } : {}),
    },
    bytes: JSON.stringify(body),
  }));
}

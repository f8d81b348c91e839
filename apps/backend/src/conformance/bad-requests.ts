import type { JsonSchema, Operation } from "./api-document.ts";
import { type Sampling, sampleSchema } from "./sample-schema.ts";

export interface BadRequest {
  /** For the person who reads the failure. */
  readonly what: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: Buffer | string;
}

/** What attackers and broken clients write where a text is expected. */
const evilTexts = [
  "' OR '1'='1'; DROP TABLE customer.customer; --",
  "$(touch /tmp/pwned) `id` | cat /etc/passwd",
  "{{constructor.constructor('return process')()}} #{7*7} <%= 7*7 %> {% raw %}",
  "../../../../etc/passwd",
  "<script>alert(1)</script><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
  "\u202eevil\u0000nul",
  "lone \ud800 surrogate",
  "Zͨ̓̓͊̂a̵͌l̷g̴o 👩‍👩‍👧‍👦 \u200d\ufeff\uffff\r\nSet-Cookie: a=b",
  "x".repeat(100_000),
] as const;

const wrongValues: readonly unknown[] = [
  null,
  [],
  {},
  [[["deep"]]],
  { $ne: null },
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  -2_147_483_649,
  "",
  "NaN",
  "0000-00-00",
  "9999-99-99T99:99:99Z",
  ...evilTexts,
];

const wrongIds = [
  "x",
  "%00",
  "%ff%fe",
  "..%2f..%2finternal%2fjobs",
  "%27%20OR%201%3D1--",
  "0",
  "-1",
  "null",
  "__proto__",
  "a".repeat(3_000),
];

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const json = { "content-type": "application/json" };

/** Requests of one operation: one that is sound as far as the document tells, then ones that are wrong in one way each. */
export function badRequests(operation: Operation, sampling: Sampling): BadRequest[] {
  const sound = soundRequest(operation, sampling);
  return [
    sound,
    ...wrongPaths(operation, sampling, sound),
    ...wrongQueries(operation, sampling, sound),
    ...wrongHeaders(operation, sound),
    ...wrongBodies(operation, sampling, sound),
  ];
}

export function soundRequest(operation: Operation, sampling: Sampling): BadRequest {
  const schema = bodySchema(operation);
  return {
    what: "as documented",
    path: `${fillPath(operation, sampling)}${queryOf(operation, sampling)}`,
    headers: {
      ...headersOf(operation, sampling),
      ...(schema === null ? rawType(operation) : json),
    },
    ...(schema === null
      ? operation.requestBody === undefined
        ? {}
        : { bytes: "a=b" }
      : { bytes: JSON.stringify(sampleSchema(schema, sampling)) }),
  };
}

function bodySchema({ requestBody }: Operation): JsonSchema | null {
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

function fillPath({ path, parameters }: Operation, sampling: Sampling): string {
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

function wrongPaths(operation: Operation, sampling: Sampling, sound: BadRequest): BadRequest[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return names.flatMap((name) =>
    wrongIds.map((id) => ({
      ...sound,
      what: `path ${name}=${id.slice(0, 30)}`,
      path: fillPath({ ...operation, path: operation.path.replace(`{${name}}`, id) }, sampling),
    })),
  );
}

function wrongQueries({ parameters }: Operation, { random }: Sampling, sound: BadRequest): BadRequest[] {
  const path = sound.path.split("?", 1)[0] ?? "";
  const names = parameters.filter((one) => one.in === "query").map(({ name }) => name);
  const evil = names.flatMap((name) =>
    [
      "",
      "-1",
      "1e99",
      encodeURIComponent(random.pick(evilTexts.slice(0, 6))),
      "%ff",
      "a&".concat(name, "=b"),
    ].map((value) => `${name}=${value}`),
  );
  return [...evil, "unknown=1", "__proto__[a]=1", "limit=1000000", "cursor=e30.AAAA"].map((query) => ({
    ...sound,
    what: `query ${query.slice(0, 40)}`,
    path: `${path}?${query}`,
  }));
}

function wrongHeaders({ parameters }: Operation, sound: BadRequest): BadRequest[] {
  const names = new Set(parameters.filter((one) => one.in === "header").map(({ name }) => name));
  const without = (name: string) =>
    Object.fromEntries(Object.entries(sound.headers).filter(([one]) => one !== name));
  const key = names.has("Idempotency-Key")
    ? ["", "with space", "k".repeat(256), "\u00e9"].map((value) => ({
        ...sound.headers,
        "idempotency-key": value,
      }))
    : [];
  const match = names.has("If-Match")
    ? ["*", 'W/"1"', '"1", "2"', '"99999999999999999999"', "x"].map((value) => ({
        ...sound.headers,
        "if-match": value,
      }))
    : [];
  const missing = [
    ...(names.has("Idempotency-Key") ? [without("idempotency-key")] : []),
    ...(names.has("If-Match") ? [without("if-match")] : []),
  ];
  return [...key, ...match, ...missing].map((headers) => ({ ...sound, what: "header", headers }));
}

function wrongBodies(operation: Operation, sampling: Sampling, sound: BadRequest): BadRequest[] {
  if (operation.requestBody === undefined) {
    return operation.method === "GET"
      ? []
      : [
          {
            ...sound,
            what: "a body where none belongs",
            headers: { ...sound.headers, ...json },
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

function wrongMembers(schema: JsonSchema, sampling: Sampling, sound: BadRequest): BadRequest[] {
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

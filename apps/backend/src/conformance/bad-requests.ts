import type { Operation } from "./api-document.ts";
import type { Sampling } from "./sample-schema.ts";
import { fillPath, type SampleRequest, soundRequest } from "./sound-request.ts";
import { wrongBodies } from "./wrong-bodies.ts";
import { evilTexts, wrongIds } from "./wrong-values.ts";

/** Requests of one operation: one that is sound as far as the document tells, then ones that are wrong in one way each. */
export function badRequests(operation: Operation, sampling: Sampling): SampleRequest[] {
  const sound = soundRequest(operation, sampling);
  return [
    sound,
    ...wrongPaths(operation, sampling, sound),
    ...wrongQueries(operation, sampling, sound),
    ...wrongHeaders(operation, sound),
    ...wrongBodies(operation, sampling, sound),
  ];
}

function wrongPaths(operation: Operation, sampling: Sampling, sound: SampleRequest): SampleRequest[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return names.flatMap((name) =>
    wrongIds.map((id) => ({
      ...sound,
      what: `path ${name}=${id.slice(0, 30)}`,
      path: fillPath({ ...operation, path: operation.path.replace(`{${name}}`, id) }, sampling),
    })),
  );
}

function wrongQueries(
  { parameters }: Operation,
  { random }: Sampling,
  sound: SampleRequest,
): SampleRequest[] {
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

function wrongHeaders({ parameters }: Operation, sound: SampleRequest): SampleRequest[] {
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

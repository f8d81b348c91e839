import { type UserRole, userRoles } from "@horizon/contracts/backend";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiAnswer } from "../testing/api-client.ts";
import { type BackendUser, startTestBackend, type TestBackend } from "../testing/start-test-backend.ts";
import { walkList } from "../testing/walk-list.ts";
import { type ApiDocument, listOperations, type Operation } from "./api-document.ts";
import { badRequests } from "./bad-requests.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { type SampleRequest, soundRequest } from "./sound-request.ts";

const seed = 20261129;
const atOnce = 8;
/** Of our inside: source files, the database and its language. */
const insides = /\.ts:\d+|node_modules|prisma|sqlstate|violates|relation "|pg_|stack/i;

let backend: TestBackend;
let document: ApiDocument;
let operations: Operation[];
let users: Record<UserRole, BackendUser>;
const ids = new Map<string, string[]>();
const random = createSeededRandom(seed);

beforeAll(async () => {
  backend = await startTestBackend();
  // One after another: on a busy machine their hashes together keep a transaction waiting for longer than it may.
  const entries: [UserRole, BackendUser][] = [];
  for (const role of userRoles) entries.push([role, await backend.addUser(role)]);
  users = Object.fromEntries(entries) as Record<UserRole, BackendUser>;
  document = (await backend.api("GET", "/v1/openapi.json")).body;
  operations = listOperations(document);
  const token = await users.customer.token();
  await backend.api("POST", "/v1/customers", { token, body: { first_name: "Ada", last_name: "Example" } });
  ids.set("cus", [users.customer.customerId ?? ""]);
  await createThings();
});
afterAll(() => backend.close());

/** Two rounds of sound requests by each role that may: what they make is what the bad ones then aim at. */
async function createThings(): Promise<void> {
  const own = new Set(userRoles.map((role) => users[role].userId.replaceAll("-", "")));
  for (const _round of [1, 2]) {
    for (const operation of operations) {
      if (operation.method === "DELETE" || endsSessions(operation)) continue;
      for (const role of rolesOf(operation).slice(0, 2)) {
        const { path, headers, bytes } = soundRequest(operation, { random, ids });
        const answer = await call(operation, role, { what: "", path, headers, ...(bytes ? { bytes } : {}) });
        const text = JSON.stringify(answer.body) ?? "";
        for (const [id, prefix = "", hex = ""] of text.matchAll(/\b([a-z]{2,5})_([0-9a-f]{32})\b/g)) {
          const known = ids.get(prefix) ?? [];
          if (!own.has(hex) && known.length < 20 && !known.includes(id)) ids.set(prefix, [...known, id]);
        }
      }
    }
  }
}

const endsSessions = ({ path }: Operation) => /logout|sessions|password/.test(path);

function rolesOf(operation: Operation): (UserRole | "nobody")[] {
  const roles = operation["x-roles"] as readonly UserRole[] | undefined;
  return roles === undefined || roles.length === 0 ? ["nobody"] : [...roles];
}

const tokens = new Map<string, string>();

/** One session an operation and role: some operations end it. */
async function tokenOf({ operationId }: Operation, role: UserRole): Promise<string> {
  const key = `${operationId} ${role}`;
  const token = tokens.get(key) ?? (await users[role].token());
  tokens.set(key, token);
  return token;
}

async function call(
  operation: Operation,
  role: UserRole | "nobody",
  request: SampleRequest,
): Promise<ApiAnswer> {
  const { path, headers, bytes } = request;
  return backend.api(operation.method, path, {
    ...(role === "nobody" ? {} : { token: await tokenOf(operation, role) }),
    idempotencyKey: null,
    headers,
    ...(bytes === undefined || bytes.length === 0 ? {} : { bytes }),
  });
}

/** @returns what is wrong with the answer, or null. */
function createJudge(): (operation: Operation, answer: ApiAnswer) => string | null {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  const isProblem = ajv.compile(document.components.schemas.Problem ?? false);
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  return (operation, { status, headers, body }) => {
    if (status >= 500) return `${status}: ${JSON.stringify(body)}`;
    const type = String(headers["content-type"] ?? "");
    const { [status]: documented = operation.responses.default } = operation.responses;
    const schema = documented?.content?.["application/json"]?.schema;
    if (status >= 400 && schema === undefined) {
      if (!type.startsWith("application/problem+json")) return `${status} is no problem+json but ${type}`;
      if (!isProblem(body) || body.status !== status)
        return `${status} is no sound problem: ${JSON.stringify(body)}`;
      const { detail = "", title } = body as { detail?: string; title: string };
      return insides.test(`${title} ${detail}`) ? `tells of the inside: ${detail}` : null;
    }
    if (operation.responses[status] === undefined) return `${status} is not documented`;
    if (schema === undefined) return null;
    const key = `${operation.operationId} ${status}`;
    const validate = validators.get(key) ?? ajv.compile(schema);
    validators.set(key, validate);
    return validate(body) ? null : `${status} is not as documented: ${ajv.errorsText(validate.errors)}`;
  };
}

test("no input of any documented route is answered 5xx, with our insides, or otherwise than documented", async () => {
  const judge = createJudge();
  const calls = operations.flatMap((operation) => {
    const roles = rolesOf(operation);
    return badRequests(operation, { random, ids }).map((request, index) => ({
      operation,
      request,
      role: roles[index % roles.length] ?? "nobody",
    }));
  });
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const queue = calls.values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { operation, request, role } of queue) {
        const answer = await call(operation, role, request);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status === 401) tokens.delete(`${operation.operationId} ${role}`);
        const fault = judge(operation, answer);
        if (fault !== null) {
          wrong.push(
            `${operation.operationId} (${role}, ${request.what}): ${fault} ${request.path.slice(0, 200)} ${String(request.bytes).slice(0, 200)}`,
          );
        }
      }
    }),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.info(
    `${calls.length} calls of ${operations.length} operations in ${seconds} s:`,
    Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
  );
  expect(wrong).toEqual([]);
  expect(calls.length).toBeGreaterThan(5_000);
  // Thousands of calls: a machine that others keep busy needs minutes for them.
}, 600_000);

test("none of it broke anything that runs in the background", () => {
  const failed = Object.values(backend.logLines)
    .flat()
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === "error" || level === "fatal")
    .map(({ name, msg, err, type, job }) => ({
      name,
      msg,
      type,
      job,
      message: err?.message,
      cause: err?.cause?.message,
    }));
  expect(failed).toEqual([]);
});

/** A list of every thing that is known by now. */
function pathsOf({ path, parameters }: Operation): string[] {
  const parameter = parameters.find((one) => one.in === "path");
  if (parameter === undefined) return [path];
  const { enum: names, pattern = "" } = parameter.schema;
  const values = names ?? ids.get(/^\^([a-z]+)_/.exec(pattern)?.[1] ?? "") ?? [];
  return values.map((value) => path.replace(`{${parameter.name}}`, String(value)));
}

test("of what it made, every list shows each row once and in one order, however long its pages", async () => {
  const lists = operations.filter(
    ({ method, parameters }) => method === "GET" && parameters.some(({ name }) => name === "cursor"),
  );
  const withPages = new Set<string>();
  for (const operation of lists) {
    for (const path of pathsOf(operation)) {
      for (const role of rolesOf(operation)) {
        if (role === "nobody") continue;
        const token = await tokenOf(operation, role);
        // Most ids belong to something else, and most roles see only what is theirs.
        if ((await backend.api("GET", path, { token })).status !== 200) continue;
        const { whole, walked } = await walkList(backend.api, path, token);
        expect([path, walked.filter((row) => whole.includes(row))]).toEqual([path, whole]);
        if (whole.length > 2) withPages.add(operation.operationId);
      }
    }
  }
  // The others are walked where their services are tested.
  expect([...withPages]).toEqual(
    expect.arrayContaining([
      "getTimeline",
      "listApiClients",
      "listAuthAudit",
      "listIncidents",
      "listLetterTemplates",
      "listPrivacyRequests",
      "listProtections",
      "listSalesMaterials",
      "listTasks",
      "listUsers",
    ]),
  );
});

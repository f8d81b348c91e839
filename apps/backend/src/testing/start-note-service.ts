import { randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { z } from "zod";
import { createServiceContext, type ServiceContext } from "../platform/context.ts";
import { baseEnv, databaseEnv, parseEnv } from "../platform/env.ts";
import { idIn, idOut, publicIdOf } from "../platform/ids.ts";
import { defineProblems } from "../platform/problems.ts";
import { routesOf } from "../platform/route.ts";
import { authorizeCustomer } from "../platform/standing.ts";
import { startServiceApp } from "../platform/start-app.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

const { publicRoute, userRoute } = routesOf<ServiceContext>();
const problems = defineProblems({ "note.refused": { status: 409, title: "Not now", rule: "TEST-1" } });

/** What the routes below did; what the platform promises is counted on it. */
const done = { notes: 0 };
const routes = [
  publicRoute({
    method: "get",
    path: "/v1/echo",
    operationId: "echo",
    summary: "Echo",
    query: z.strictObject({ word: z.string().max(10) }),
    responses: { 200: z.strictObject({ word: z.string() }) },
    handler: async (_context, { query }) => ({ status: 200, body: query }),
  }),
  userRoute({
    access: { roles: ["customer", "agent"] },
    method: "post",
    path: "/v1/customers/:customerId/notes",
    operationId: "createNote",
    summary: "Note",
    params: z.strictObject({ customerId: idIn("cus") }),
    body: z.strictObject({ text: z.string().min(1).max(50), refuse: z.boolean().optional() }),
    idempotency: "required",
    responses: { 201: z.strictObject({ id: idOut("not") }) },
    problems: ["note.refused"],
    handler: async (context, { params, principal, body, requestId }) => {
      await authorizeCustomer(context, principal, params.customerId, requestId);
      if (body.refuse) throw problems.problem("note.refused", { detail: "Because you asked." });
      done.notes += 1;
      return { status: 201, body: { id: publicIdOf("not", randomUUID()) }, location: "/v1/notes/1" };
    },
  }),
  userRoute({
    access: { roles: ["agent"], stepUp: true },
    method: "patch",
    path: "/v1/notes/:noteId",
    operationId: "updateNote",
    summary: "Change",
    params: z.strictObject({ noteId: idIn("not") }),
    body: z.strictObject({ text: z.string() }),
    ifMatch: "required",
    responses: { 204: null },
    handler: async (_context, { ifMatch }) => ({ status: 204, etag: ifMatch + 1 }),
  }),
  userRoute({
    access: { roles: ["agent"], scope: "disputes:read" },
    method: "get",
    path: "/v1/notes",
    operationId: "listNotes",
    summary: "List",
    responses: { 200: z.strictObject({ kind: z.string() }) },
    handler: async (_context, { principal }) => ({ status: 200, body: { kind: principal.kind } }),
  }),
  publicRoute({
    method: "get",
    path: "/v1/defect",
    operationId: "defect",
    summary: "Breaks",
    responses: { 204: null },
    handler: async () => {
      throw new Error("password=hunter2 at 10.0.0.7");
    },
  }),
];

export interface NoteService extends TestService<ServiceContext> {
  /** How many notes were made so far. */
  countEffects(): number;
  addCustomer(): Promise<{
    readonly standing: CustomerStanding;
    readonly token: string;
    readonly path: string;
  }>;
}

/** A service with a route of each sort, to see what the platform does for all of them. */
export async function startNoteService(options: { ownDatabaseServer?: boolean } = {}): Promise<NoteService> {
  const service = await startTestService({
    name: "dispute-service",
    start: async (env, overrides) => {
      const parsed = parseEnv({ ...baseEnv, ...databaseEnv }, env);
      return startServiceApp(await createServiceContext("dispute-service", parsed, overrides), { routes });
    },
    ...options,
  });
  return {
    ...service,
    countEffects: () => done.notes,
    async addCustomer() {
      const standing = service.standings.add();
      const token = await service.tokens.customer(standing.customer_id);
      return { standing, token, path: `/v1/customers/${publicIdOf("cus", standing.customer_id)}/notes` };
    },
  };
}

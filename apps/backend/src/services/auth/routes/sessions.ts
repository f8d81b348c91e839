import { listLiveSessions } from "@horizon/db/auth";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { auditUser } from "../audit.ts";
import { everyone, userRoute } from "../auth-route.ts";
import { endSessions } from "../end-sessions.ts";

const sessionView = z.strictObject({
  id: idOut("ses"),
  current: z.boolean(),
  device: z.string().describe("What the client called itself"),
  address: z.string(),
  methods: z.array(z.string()).describe("How the person proved who they are: pwd, otp, rec"),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

const listSessionsRoute = userRoute({
  method: "get",
  path: "/v1/auth/sessions",
  operationId: "listSessions",
  summary: "Lists one's own sessions that can still be used",
  tags: ["auth"],
  access: { roles: everyone },
  responses: { 200: z.strictObject({ data: z.array(sessionView) }) },
  handler: async (context, { db, principal }) => ({
    status: 200,
    body: {
      data: (await listLiveSessions(db, principal.userId, context.now())).map((session) => ({
        id: publicIdOf("ses", session.id),
        current: session.id === principal.sessionId,
        device: session.userAgent,
        address: session.clientAddress,
        methods: session.amr,
        created_at: session.createdAt.toISOString(),
        last_used_at: session.lastUsedAt.toISOString(),
        expires_at: session.expiresAt.toISOString(),
      })),
    },
  }),
});

const deleteSessionRoute = userRoute({
  method: "delete",
  path: "/v1/auth/sessions/:sessionId",
  operationId: "endSession",
  summary: "Ends one of one's own sessions",
  tags: ["auth"],
  access: { roles: everyone, stepUp: true },
  params: z.strictObject({ sessionId: idIn("ses") }),
  responses: { 204: null },
  handler: async (context, { db, principal, params, ...trace }) => {
    const { userId } = principal;
    const ended = await endSessions(
      db,
      { userId, id: params.sessionId },
      { reason: "ended_by_user", at: context.now(), requestId: trace.requestId },
    );
    if (ended === 0) throw commonProblems.problem("resource.not_found");
    await auditUser(db, trace, { userId, action: "session.end", details: { session_id: params.sessionId } });
    return { status: 204 };
  },
});

const logoutRoute = userRoute({
  method: "post",
  path: "/v1/auth/logout",
  operationId: "logout",
  summary: "Ends the session of this token",
  tags: ["auth"],
  access: { roles: everyone },
  responses: { 204: null },
  handler: async (context, { db, principal, ...trace }) => {
    const { userId, sessionId } = principal;
    const end = { reason: "logout", at: context.now(), requestId: trace.requestId } as const;
    await endSessions(db, { userId, id: sessionId }, end);
    await auditUser(db, trace, { userId, action: "logout", details: { session_id: sessionId } });
    return { status: 204 };
  },
});

const logoutAllRoute = userRoute({
  method: "post",
  path: "/v1/auth/logout-all",
  operationId: "logoutAll",
  summary: "Ends all of one's own sessions, this one too",
  tags: ["auth"],
  access: { roles: everyone },
  responses: { 200: z.strictObject({ ended: z.int() }) },
  handler: async (context, { db, principal, ...trace }) => {
    const { userId } = principal;
    const end = { reason: "logout_all", at: context.now(), requestId: trace.requestId } as const;
    const ended = await endSessions(db, { userId }, end);
    await auditUser(db, trace, { userId, action: "logout_all" });
    return { status: 200, body: { ended } };
  },
});

export const sessionRoutes = [listSessionsRoute, deleteSessionRoute, logoutRoute, logoutAllRoute];

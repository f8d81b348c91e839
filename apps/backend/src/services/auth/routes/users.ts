import type { StaffRole } from "@horizon/contracts/backend";
import {
  type AuthUser,
  countOtherActiveAdmins,
  createRoleRequest,
  createUser,
  decideRoleRequest,
  findOpenRoleRequest,
  findUser,
  listStaff,
} from "@horizon/db/auth";
import { AppError } from "@horizon/errors";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { auditUser } from "../audit.ts";
import { userRoute } from "../auth-route.ts";
import { changeStaff, lockStaff } from "../change-staff.ts";
import { decideStaffChange } from "../domain/staff-change.ts";
import { emailAddress } from "../fields.ts";
import { authProblems } from "../problems.ts";
import { sendMessage } from "../send-message.ts";

const staffRoles = [
  "agent",
  "billing",
  "compliance",
  "admin",
  "auditor",
] as const satisfies readonly StaffRole[];
const tags = ["users"] as const;
const params = z.strictObject({ userId: idIn("usr") });
const approvalLifetimeMs = 24 * 60 * 60_000;

const userView = z.strictObject({
  id: idOut("usr"),
  email: z.string(),
  name: z.string(),
  role: z.enum(staffRoles),
  status: z.enum(["invited", "active", "disabled"]),
  created_at: z.iso.datetime(),
});

function toView(user: AuthUser): z.input<typeof userView> {
  const { id, email, name, role, createdAt, disabledAt, emailVerifiedAt } = user;
  if (role === "customer") throw new AppError("INTERNAL", "A customer is shown as staff.");
  const status = disabledAt !== null ? "disabled" : emailVerifiedAt === null ? "invited" : "active";
  return {
    id: publicIdOf("usr", id),
    email,
    name: name ?? "",
    role,
    status,
    created_at: createdAt.toISOString(),
  };
}

const inviteRoute = userRoute({
  method: "post",
  path: "/v1/users",
  operationId: "inviteUser",
  summary: "Invites a member of staff",
  description:
    "They get a link, good for 72 hours, with which they set their password; at their first sign-in they enrol a second factor. Nobody is invited as an admin: that takes a second admin (PATCH, then admin-approval).",
  tags,
  access: { roles: ["admin"], stepUp: true },
  idempotency: "required",
  body: z.strictObject({
    email: emailAddress,
    name: z.string().trim().min(1).max(120),
    role: z.enum(staffRoles).exclude(["admin"]),
  }),
  responses: { 201: userView },
  problems: ["user.exists"],
  handler: async (context, { db, body, principal, ...trace }) => {
    const user = await createUser(db, { kind: "staff", ...body });
    if (user === null) throw authProblems.problem("user.exists");
    const { id: userId, role } = user;
    const at = context.now();
    await sendMessage(db, { userId, kind: "staff_invitation", at, requestId: trace.requestId });
    await auditUser(db, trace, { userId, actor: principal, action: "user.invite", details: { role } });
    return {
      status: 201,
      body: toView(user),
      etag: user.version,
      location: `/v1/users/${publicIdOf("usr", userId)}`,
    };
  },
});

const listRoute = userRoute({
  method: "get",
  path: "/v1/users",
  operationId: "listUsers",
  summary: "Lists the staff",
  tags,
  access: { roles: ["admin", "auditor"] },
  query: z.strictObject(pageQuery),
  responses: { 200: pageOf(userView) },
  handler: async ({ cursors }, { db, query: { limit, cursor } }) => {
    const rows = await listStaff(db, { limit, before: cursors.read(cursor, "users") });
    return { status: 200, body: cursors.page(rows, { limit, list: "users", view: toView }) };
  },
});

const getRoute = userRoute({
  method: "get",
  path: "/v1/users/:userId",
  operationId: "getUser",
  summary: "Shows a member of staff",
  tags,
  access: { roles: ["admin", "auditor"] },
  params,
  responses: { 200: userView },
  handler: async (_context, { db, params: { userId } }) => {
    const user = await findUser(db, userId);
    if (user?.kind !== "staff") throw commonProblems.problem("resource.not_found");
    return { status: 200, body: toView(user), etag: user.version };
  },
});

const changeRoute = userRoute({
  method: "patch",
  path: "/v1/users/:userId",
  operationId: "changeUser",
  summary: "Changes the role of a member of staff, or disables them",
  description:
    "Their sessions end at once. 202 means that it makes an admin and waits for another admin, at POST /v1/users/{userId}/admin-approval. Nobody changes their own account, and the last admin stays.",
  tags,
  access: { roles: ["admin"], stepUp: true },
  idempotency: "required",
  ifMatch: "required",
  params,
  body: z
    .strictObject({ role: z.enum(staffRoles).optional(), disabled: z.boolean().optional() })
    .refine(({ role, disabled }) => role !== undefined || disabled !== undefined, {
      error: "give role or disabled",
    }),
  responses: {
    200: userView,
    202: z.strictObject({ status: z.literal("waits_for_second_person"), expires_at: z.iso.datetime() }),
  },
  problems: ["user.own_account", "user.last_admin"],
  handler: async (context, { db, body, params: { userId }, principal, ifMatch, ...trace }) => {
    const otherAdmins = await countOtherActiveAdmins(db, userId);
    const user = await lockStaff(db, userId);
    if (user.version !== ifMatch) throw commonProblems.problem("resource.stale");
    const target = { id: userId, role: user.role, isDisabled: user.disabledAt !== null };
    const decision = decideStaffChange(body, target, principal.userId, otherAdmins);
    switch (decision) {
      case "own_account":
      case "last_admin":
        throw authProblems.problem(`user.${decision}`);
      case "needs_second_person": {
        const at = context.now();
        const expiresAt = new Date(at.getTime() + approvalLifetimeMs);
        await createRoleRequest(db, {
          userId,
          role: "admin",
          requestedBy: principal.userId,
          requestedAt: at,
          expiresAt,
        });
        await auditUser(db, trace, { userId, actor: principal, action: "user.request_admin" });
        return {
          status: 202,
          body: { status: "waits_for_second_person" as const, expires_at: expiresAt.toISOString() },
        };
      }
      case "nothing":
        return { status: 200, body: toView(user), etag: user.version };
      case "apply": {
        const changed = await changeStaff(context, db, { user, change: body, principal, trace });
        return { status: 200, body: toView(changed), etag: changed.version };
      }
    }
  },
});

const approveRoute = userRoute({
  method: "post",
  path: "/v1/users/:userId/admin-approval",
  operationId: "decideAdmin",
  summary: "Lets someone become an admin, or not, as the second person",
  tags,
  access: { roles: ["admin"], stepUp: true },
  idempotency: "required",
  params,
  body: z.strictObject({ approve: z.boolean() }),
  responses: { 200: userView },
  problems: ["user.not_waiting", "user.second_person_required"],
  handler: async (context, { db, body, params: { userId }, principal, ...trace }) => {
    const user = await lockStaff(db, userId);
    const request = await findOpenRoleRequest(db, userId, context.now());
    if (request === null) throw authProblems.problem("user.not_waiting");
    if ([request.requestedBy, userId].includes(principal.userId)) {
      throw authProblems.problem("user.second_person_required");
    }
    const decision = { decidedBy: principal.userId, decidedAt: context.now(), approved: body.approve };
    if (!(await decideRoleRequest(db, request.id, decision))) throw authProblems.problem("user.not_waiting");
    if (!body.approve) {
      await auditUser(db, trace, { userId, actor: principal, action: "user.refuse_admin" });
      return { status: 200, body: toView(user), etag: user.version };
    }
    const change = { role: "admin", disabled: false } as const;
    const changed = await changeStaff(context, db, { user, change, principal, trace });
    return { status: 200, body: toView(changed), etag: changed.version };
  },
});

const resetRoute = userRoute({
  method: "post",
  path: "/v1/users/:userId/password-reset",
  operationId: "startPasswordReset",
  summary: "Has a link sent to a member of staff, with which they set a password",
  description:
    "Nobody can set a password for someone else. For those who did not follow their invitation it is sent anew.",
  tags,
  access: { roles: ["admin"], stepUp: true },
  params,
  responses: { 202: z.strictObject({ status: z.literal("accepted") }) },
  handler: async (context, { db, params: { userId }, principal, ...trace }) => {
    const user = await lockStaff(db, userId);
    const kind = user.emailVerifiedAt === null ? "staff_invitation" : "password_reset";
    await sendMessage(db, { userId, kind, at: context.now(), requestId: trace.requestId });
    await auditUser(db, trace, { userId, actor: principal, action: "user.start_password_reset" });
    return { status: 202, body: { status: "accepted" } } as const;
  },
});

export const userRoutes = [inviteRoute, listRoute, getRoute, changeRoute, approveRoute, resetRoute];

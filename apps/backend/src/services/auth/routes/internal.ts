import { authMessage, revocationList, serviceNames, userContact } from "@horizon/contracts/backend";
import { inTransaction } from "@horizon/db";
import {
  createMessageToken,
  findUser,
  listRevocations,
  lockMessage,
  type MessageKind,
} from "@horizon/db/auth";
import { z } from "zod";
import { commonProblems } from "../../../platform/problems.ts";
import { serviceRoute } from "../auth-route.ts";
import { createSecretToken, hashSecretToken } from "../domain/secret-token.ts";

/** After so many crashes of the reader something is wrong; and each reading leaves a link that is good. */
const readsMax = 10;

const linkPaths = {
  email_verification: "/verify-email",
  password_reset: "/reset-password",
  staff_invitation: "/accept-invitation",
  registration_repeated: null,
} as const satisfies Record<MessageKind, string | null>;

const messageRoute = serviceRoute({
  method: "get",
  path: "/internal/messages/:messageId",
  operationId: "readMessage",
  summary: "What an e-mail is to say, with a link that is made for this reading",
  callers: ["notification-service"],
  params: z.strictObject({ messageId: z.uuid() }),
  responses: { 200: authMessage },
  handler: async ({ env, now }, { db, params }) =>
    inTransaction(db, async (tx) => {
      const message = await lockMessage(tx, params.messageId);
      const at = now();
      if (
        message === null ||
        message.usedAt !== null ||
        message.expiresAt <= at ||
        message.reads >= readsMax
      ) {
        throw commonProblems.problem("resource.not_found");
      }
      const { id, kind, user, expiresAt } = message;
      const token = createSecretToken();
      await createMessageToken(tx, { hash: hashSecretToken(token), messageId: id, createdAt: at });
      const path = linkPaths[kind];
      return {
        status: 200,
        body: {
          message_id: id,
          user_id: user.id,
          kind,
          email: user.email,
          name: user.name,
          // A fragment stays in the browser: no server, proxy or log sees the token.
          link: path === null ? null : `${env.PORTAL_URL}${path}#token=${token}`,
          expires_at: expiresAt.toISOString(),
        },
      };
    }),
});

const contactRoute = serviceRoute({
  method: "get",
  path: "/internal/users/:userId/contact",
  operationId: "getUserContact",
  summary: "Where a user is reached",
  callers: ["notification-service"],
  params: z.strictObject({ userId: z.uuid() }),
  responses: { 200: userContact },
  handler: async (_context, { db, params: { userId } }) => {
    const user = await findUser(db, userId);
    if (user === null) throw commonProblems.problem("resource.not_found");
    return {
      status: 200,
      body: {
        user_id: user.id,
        kind: user.kind,
        email: user.email,
        email_verified: user.emailVerifiedAt !== null,
        disabled: user.disabledAt !== null,
        name: user.name,
      },
    };
  },
});

/** A transaction that ends late adds an entry that is older than it looks: readers are sent back this far. */
const overlapMs = 20_000;
const revocationsMax = 10_000;

const revocationsRoute = serviceRoute({
  method: "get",
  path: "/internal/revocations",
  operationId: "listRevocations",
  summary: "Sessions, clients and tokens that ended before their time",
  callers: serviceNames,
  query: z.strictObject({ since: z.iso.datetime().optional() }),
  responses: { 200: revocationList },
  handler: async ({ now }, { db, query }) => {
    const at = now();
    const since = query.since === undefined ? new Date(0) : new Date(query.since);
    const rows = await listRevocations(db, { since, now: at, limit: revocationsMax });
    const reached = rows.length === revocationsMax ? rows.at(-1)?.revokedAt : undefined;
    const asOf = reached ?? new Date(at.getTime() - overlapMs);
    return {
      status: 200,
      body: {
        as_of: asOf.toISOString(),
        revocations: rows.map(({ kind, value, expiresAt }) => ({
          kind,
          value,
          expires_at: expiresAt.toISOString(),
        })),
      },
    };
  },
});

export const internalRoutes = [messageRoute, contactRoute, revocationsRoute];

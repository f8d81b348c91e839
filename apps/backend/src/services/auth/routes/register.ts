import { randomUUID } from "node:crypto";
import { inTransaction } from "@horizon/db";
import { createUser, findUserByEmail, lockUser, normalizeEmail } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import { acceptPassword } from "../accept-password.ts";
import { answerAlike } from "../answer-alike.ts";
import { auditUser } from "../audit.ts";
import { publicRoute } from "../auth-route.ts";
import { emailAddress, newPassword } from "../fields.ts";
import { keepAnswer, recallAnswer } from "../kept-answers.ts";
import { sendMessage } from "../send-message.ts";

export const registerRoute = publicRoute({
  method: "post",
  path: "/v1/auth/register",
  operationId: "register",
  summary: "Makes a customer's account",
  description:
    "Answers the same whether the address has an account or not; what comes next is in the e-mail. The account can be used once its address is verified.",
  tags: ["auth"],
  idempotency: "kept-by-route",
  // Hashing takes a core and may wait its turn: it holds no connection.
  transaction: "none",
  body: z.strictObject({ email: emailAddress, password: newPassword }),
  responses: { 202: z.strictObject({ status: z.literal("accepted") }) },
  problems: ["password.refused", "auth.busy"],
  handler: async (context, { db, body, requestId, clientAddress, userAgent, idempotencyKey }) =>
    answerAlike(() =>
      context.admission.run(async () => {
        const email = normalizeEmail(body.email);
        acceptPassword(body.password, [email], "/password");
        const password = await context.hasher.hash(body.password);
        const at = context.now();
        const trace = { requestId, clientAddress, userAgent };
        const wish = {
          principal: `public:${clientAddress}`,
          operation: "register",
          key: idempotencyKey,
          request: [email],
        };
        await inTransaction(db, async (tx) => {
          if ((await recallAnswer(context, tx, wish)) !== null) return;
          const customerId = randomUUID();
          const created = await createUser(tx, { kind: "customer", email, customerId });
          const found = created ?? (await findUserByEmail(tx, email));
          if (found !== null) {
            const user = await lockUser(tx, found.id);
            if (created !== null) {
              await appendEvent(tx, "auth", {
                type: "user.registered.v1",
                aggregateType: "user",
                aggregateId: user.id,
                data: { user_id: user.id, customer_id: customerId },
                requestId,
              });
            }
            const isOpen = user.emailVerifiedAt === null && user.kind === "customer";
            // The password belongs to the link: whoever registers an address last does not choose for its owner.
            await sendMessage(tx, {
              userId: user.id,
              at,
              requestId,
              ...(isOpen ? { kind: "email_verification", password } : { kind: "registration_repeated" }),
            });
            await auditUser(tx, trace, { userId: user.id, action: "user.register" });
          }
          await keepAnswer(context, tx, wish, { status: 202, storable: null });
        });
        return { status: 202, body: { status: "accepted" } } as const;
      }),
    ),
});

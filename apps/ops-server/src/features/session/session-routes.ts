import { sessionToken, signInAssertion, signInAssertionSalt } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import express, { type Request, Router } from "express";
import { z } from "zod";
import { decryptToken } from "../../auth/decrypt-token.ts";
import type { OpsContext } from "../../ops-context.ts";
import { browserOf } from "../../trpc/request-context.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const signInBody = z.strictObject({ assertion: z.string().max(8_192) });
const signOutBody = z.strictObject({ token: z.string().max(8_192), everywhere: z.boolean() });

/**
 * `/internal/sign-in` and `/internal/sign-out`: for the console's server alone. The ingress passes nothing on to them,
 * and nobody without the session secret can say anything here: what counts in each body is encrypted with it.
 */
export function createSessionRoutes(ops: OpsContext): Router {
  const secrets = ops.env.NEXTAUTH_SECRET;
  const routes = Router();
  routes.use(express.json({ limit: "16kb" }));
  routes.post("/sign-in", async (req, res) => {
    const { assertion } = parseBody(signInBody, req);
    const claim = signInAssertion.safeParse(await decryptToken(assertion, secrets, signInAssertionSalt));
    if (!claim.success) throw new AppError("UNAUTHENTICATED", "Only the console signs people in.");
    res.json(await signIn(ops, claim.data, browserOf(req)));
  });
  routes.post("/sign-out", async (req, res) => {
    const { token, everywhere } = parseBody(signOutBody, req);
    const session = sessionToken.safeParse(await decryptToken(token, secrets));
    if (session.success) await signOut(ops, { sessionId: session.data.sid, everywhere }, browserOf(req));
    res.status(204).end();
  });
  return routes;
}

function parseBody<T>(schema: z.ZodType<T>, req: Request): T {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) throw new AppError("INVALID_INPUT", "The request is not well-formed.");
  return parsed.data;
}

import { AppError, isAppError } from "@horizon/errors";
import { initTRPC } from "@trpc/server";
import { formatError } from "./format-error.ts";
import type { RequestContext } from "./request-context.ts";
import { toTrpcError } from "./to-trpc-error.ts";

const t = initTRPC.context<RequestContext>().create({
  // Stacks never leave, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => ({
    ...shape,
    ...formatError(shape, error, ctx?.requestId ?? ""),
  }),
  sse: {
    // Below the 60 s after which load balancers close an idle connection; the client gives up after three misses.
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 45_000 },
  },
});

export const router = t.router;

const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && isAppError(result.error.cause)) throw toTrpcError(result.error.cause);
  return result;
});

/** A person with a session may read everything. */
export const readProcedure = t.procedure.use(translateErrors).use(async ({ ctx, next }) => {
  const signedIn = await ctx.getReader();
  return next({ ctx: { ...ctx, signedIn, member: signedIn.member } });
});

/**
 * The session cookie is sent by the browser whichever page asks, so a change is only accepted from the
 * console's own pages. Role and membership are read from the database, never from memory.
 */
export const changeProcedure = t.procedure.use(translateErrors).use(async ({ ctx, next }) => {
  if (ctx.origin !== ctx.ops.env.CONSOLE_ORIGIN) {
    throw new AppError("FORBIDDEN", "Changes are only accepted from the console.");
  }
  const signedIn = await ctx.getActor();
  return next({ ctx: { ...ctx, signedIn, member: signedIn.member } });
});

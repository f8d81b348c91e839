import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { type AuthContext, type AuthOverrides, createAuthContext } from "./context.ts";
import type { AuthEnv } from "./env.ts";
import { authJobs } from "./jobs/keep-house.ts";
import { accessReviewRoutes } from "./routes/access-reviews.ts";
import { apiClientRoutes } from "./routes/api-clients.ts";
import { auditRoute } from "./routes/audit.ts";
import { incidentRoutes } from "./routes/incidents.ts";
import { internalRoutes } from "./routes/internal.ts";
import { loginRoute } from "./routes/login.ts";
import { factorRoutes } from "./routes/mfa-factors.ts";
import { mfaChallengeRoute, mfaVerifyRoute } from "./routes/mfa-sign-in.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { passwordRoutes } from "./routes/passwords.ts";
import { refreshRoute } from "./routes/refresh.ts";
import { registerRoute } from "./routes/register.ts";
import { safeguardRoutes } from "./routes/safeguards.ts";
import { serverMetadataRoutes } from "./routes/server-metadata.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { stepUpRoute } from "./routes/step-up.ts";
import { userRoutes } from "./routes/users.ts";
import { verifyEmailRoute } from "./routes/verify-email.ts";

/** Says who is who: accounts, sessions, second factors, tokens, API clients. */
export async function startAuth(
  env: AuthEnv,
  overrides: AuthOverrides = {},
): Promise<StartedService<AuthContext>> {
  const context = await createAuthContext(env, overrides);
  // The first key is made here and not by the first request. Without a database the service starts all the same.
  await context.signer.prepare().catch((error: unknown) => {
    context.logger.warn({ err: error }, "no signing key could be looked for; the first request does it");
  });
  return startServiceApp(context, {
    routes: [
      registerRoute,
      verifyEmailRoute,
      loginRoute,
      mfaChallengeRoute,
      mfaVerifyRoute,
      refreshRoute,
      stepUpRoute,
      ...sessionRoutes,
      ...passwordRoutes,
      ...factorRoutes,
      ...userRoutes,
      ...apiClientRoutes,
      ...oauthRoutes,
      ...serverMetadataRoutes,
      auditRoute,
      ...incidentRoutes,
      ...safeguardRoutes,
      ...accessReviewRoutes,
      ...internalRoutes,
    ],
    jobs: authJobs,
  });
}

import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { identityProviders } from "@/auth/identity-providers";
import { safeCallbackPath, sessionCookieName } from "@/auth/session-cookie";
import { signInErrorText } from "@/auth/sign-in-error";
import { SignInOptions } from "@/auth/sign-in-options";
import { env } from "@/env";
import { fetchOnce, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl, error } = await searchParams;
  const callbackPath = safeCallbackPath(callbackUrl);
  if (!error && (await isSignedIn())) redirect(callbackPath);
  const settings = env();
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-4 p-6">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">Sign in to Horizon</h1>
        <p className="text-ink-soft">Operations console of Horizon Credit Repair</p>
      </div>
      {error ? (
        <p role="alert" className="rounded-md bg-failed-tint px-3 py-2">
          {signInErrorText(error)}
        </p>
      ) : null}
      <SignInOptions
        people={settings.SIGN_IN_PEOPLE}
        providers={identityProviders(settings).map(({ id, title }) => ({
          id,
          title: `Continue with ${title}`,
        }))}
        callbackPath={callbackPath}
      />
    </main>
  );
}

/** Asked of who knows: a cookie may name a session that was ended, and would lead in a circle. Probes bring none. */
async function isSignedIn(): Promise<boolean> {
  const name = sessionCookieName(env().NEXTAUTH_URL);
  const isNamed = (await cookies()).getAll().some((cookie) => cookie.name.startsWith(name));
  return isNamed && (await fetchOnce(serverApi.session.me.queryOptions())) !== undefined;
}

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { authOptions } from "@/auth/auth-options";
import { safeCallbackPath } from "@/auth/session-cookie";
import { SignInOptions } from "@/auth/sign-in-options";
import { env } from "@/env";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl, error } = await searchParams;
  const callbackPath = safeCallbackPath(callbackUrl);
  if (await getServerSession(authOptions())) redirect(callbackPath);
  const settings = env();
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-4 p-6">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">Sign in to Horizon</h1>
        <p className="text-ink-soft">Operations console of Horizon Credit Repair</p>
      </div>
      {error ? (
        <p role="alert" className="rounded-md bg-failed-tint px-3 py-2">
          Signing in did not work. Try again, or ask an admin whether you are a member.
        </p>
      ) : null}
      <SignInOptions
        people={settings.SIGN_IN_PEOPLE}
        providers={[
          ...(settings.OIDC_ISSUER ? [{ id: "oidc", title: "Continue with single sign-on" }] : []),
          ...(settings.GITHUB_ID ? [{ id: "github", title: "Continue with GitHub" }] : []),
        ]}
        callbackPath={callbackPath}
      />
    </main>
  );
}

import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { parsePreferences } from "@/components/frame/preference-values";
import { PreferencesProvider } from "@/components/frame/preferences";
import { env } from "@/env";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Horizon", template: "%s · Horizon" },
  description: "Operations console of Horizon Credit Repair",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** The theme is on the element before the first paint: it comes with the request, in a cookie. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const { SENTRY_DSN, DD_VERSION } = env();
  const preferences = parsePreferences((name) => jar.get(name)?.value);
  return (
    <html
      lang="en"
      data-theme={preferences.theme}
      data-failures={SENTRY_DSN === undefined ? undefined : DD_VERSION}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <PreferencesProvider initial={preferences}>{children}</PreferencesProvider>
      </body>
    </html>
  );
}

/** A working day: people sign in once a shift. */
export const sessionMaxAgeSeconds = 12 * 60 * 60;

/** The name that next-auth gives its session cookie, which depends on whether the site is on https. */
export function sessionCookieName(siteUrl: string): string {
  return siteUrl.startsWith("https://") ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** A path of this console to go to after signing in; anything else, such as another origin, becomes `/`. */
export function safeCallbackPath(callbackUrl: string | undefined): string {
  if (!callbackUrl) return "/";
  const base = "http://console.invalid";
  try {
    const url = new URL(callbackUrl, base);
    if (url.origin !== base || url.pathname.startsWith("//")) return "/";
    return `${url.pathname}${url.search}`;
  } catch {
    return "/";
  }
}

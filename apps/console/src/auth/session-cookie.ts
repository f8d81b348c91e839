import { sessionMaxAgeMs } from "@horizon/contracts";

export { sessionCookieName } from "@horizon/contracts";

/** A working day: people sign in once a shift. */
export const sessionMaxAgeSeconds = sessionMaxAgeMs / 1_000;

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

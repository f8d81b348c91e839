import { announceFailure } from "@horizon/errors/failures";
import type { NextRequest } from "next/server";
import { hasSessionCookie } from "@/auth/has-session-cookie";
import { browserFailure, toError } from "@/failures/browser-failure";
import { createMinuteLimit } from "@/failures/report-limit";

const mayReport = createMinuteLimit(10);
const longestBody = 16_384;

/**
 * What was thrown in the pages of people who are signed in. It goes where this server's own failures go, scrubbed as they are: a browser
 * needs no address and no key of Sentry, and its policy allows it to talk to nobody else.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (!(await hasSessionCookie(request))) return answer(401);
  if (request.headers.get("sec-fetch-site") !== "same-origin") return answer(403);
  if (Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) > longestBody)
    return answer(413);
  const failure = browserFailure.safeParse(await request.json().catch(() => null));
  if (!failure.success) return answer(400);
  if (!mayReport(Date.now())) return answer(429);
  const { name, message, stack, path, release } = failure.data;
  announceFailure({
    component: "console-browser",
    message: "a page failed in the browser",
    error: toError({ name, message, stack }),
    ids: { operation: path.replace(/[?#].*/, "") },
    browserRelease: release,
  });
  return answer(204);
}

function answer(status: number): Response {
  return new Response(null, { status });
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useStreamBroken } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { SignInAgain } from "./sign-in-again";

const askAgainMs = 3_000;

/**
 * Says over an open page that its session has ended, which a broken stream may mean. The page stays, with what was typed in it.
 */
export function SessionEndedNotice() {
  const trpc = useTRPC();
  const isBroken = useStreamBroken();
  const session = useQuery({
    ...trpc.session.me.queryOptions(),
    refetchInterval: isBroken ? askAgainMs : false,
  });
  if (!session.data || !session.error || errorOf(session.error).code !== "UNAUTHENTICATED") return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 border-line border-b bg-failed-tint px-4 py-1 text-ink"
    >
      Your session has ended. What is shown is no longer current.
      <SignInAgain />
    </div>
  );
}

"use client";
import type { ExecuteFailure } from "./execute-failure.ts";

const titles: Record<ExecuteFailure["kind"], string> = {
  stale: "It changed while you looked",
  reason: "The reason was not accepted",
  "signed-out": "Your session has ended; nothing was done",
  refused: "This was refused; nothing was done",
  "unknown-result": "The answer is missing",
};

/** What went wrong with the person's own request, said at once. */
export function FailureNotice({ failure }: { failure: ExecuteFailure }) {
  return (
    <div role="alert" className="rounded-md border border-failed bg-failed-tint p-3">
      <p className="font-medium">{titles[failure.kind]}</p>
      <p>{failure.message}</p>
      {failure.kind === "unknown-result" && (
        <p>
          Trying again sends the same request, which is never done twice; nothing of it can be changed now.
        </p>
      )}
      {failure.kind === "signed-out" && (
        <a href="/sign-in" target="_blank" rel="noreferrer" className="text-accent underline">
          Sign in (opens another tab)
        </a>
      )}
      {failure.kind === "stale" && (
        <p>Your reason is kept. Review what the action would do now, then decide again.</p>
      )}
    </div>
  );
}

"use client";
import type { SeenState, SettingsCommand } from "@horizon/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "@/components/ui/announcer";
import type { ShownError } from "@/components/ui/shown-error";
import { executeFailure, findFailure } from "@/features/actions";
import { useTRPC } from "@/trpc/client";
import { errorOfRequest } from "@/trpc/error-of";
import { createRequestKeys } from "./request-keys";

interface SettingsAction {
  /** `seen` is what the person decided on, where the server asks for it. */
  readonly execute: (command: SettingsCommand, reason: string, seen: SeenState | null) => void;
  readonly pending: boolean;
  /** What the server said against it; what the person typed is still theirs to send again. */
  readonly error: ShownError | null;
}

/**
 * Asks ops-server for a change of Horizon itself. The same request sent again, after a lost answer, carries the same
 * idempotency key and is done once; one that was refused, and any other, gets a key of its own.
 *
 * @param onDone once it is changed, and only then
 */
export function useSettingsAction(onDone: () => void): SettingsAction {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [keys] = useState(createRequestKeys);
  const mutation = useMutation(
    trpc.actions.execute.mutationOptions({
      onSuccess: async (intent) => {
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.freezeWindows.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() }),
        ]);
        if (findFailure(intent) !== null) return keys.noteAnswer();
        showToast({ title: `${intent.target} changed`, detail: intent.message, tone: "neutral" });
        onDone();
      },
      onError: (error) => {
        const { kind } = executeFailure(error);
        if (kind !== "unknown-result") keys.noteAnswer();
        // What it changed to is shown beside what the person has typed.
        if (kind === "stale") void queryClient.invalidateQueries({ queryKey: trpc.freezeWindows.pathKey() });
      },
    }),
  );
  const refusal = mutation.data ? findFailure(mutation.data) : null;
  return {
    execute(command, reason, seen) {
      mutation.mutate({ idempotencyKey: keys.keyFor([command, reason, seen]), command, reason, seen });
    },
    pending: mutation.isPending,
    error: mutation.error ? errorOfRequest(mutation.error) : refusal === null ? null : refused(refusal),
  };
}

function refused(message: string): ShownError {
  return { code: "PRECONDITION_FAILED", message, requestId: null, fieldErrors: {} };
}

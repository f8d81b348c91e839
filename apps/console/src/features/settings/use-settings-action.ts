"use client";
import type { IntentRow, SeenState, SettingsCommand } from "@horizon/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "@/components/ui/announcer";
import type { ShownError } from "@/components/ui/shown-error";
import { executeFailure } from "@/features/actions";
import { useTRPC } from "@/trpc/client";
import { errorOfRequest } from "@/trpc/error-of";
import { createRequestKeys } from "./request-keys";

interface SettingsAction {
  /** `seen` is what the person decided on, where the server asks for it. */
  readonly execute: (command: SettingsCommand, reason: string, seen: SeenState | null) => void;
  readonly pending: boolean;
  readonly error: ShownError | null;
}

/**
 * Asks ops-server for a change of Horizon itself. The same request sent again, after a lost answer, carries the same
 * idempotency key and is done once; one that was refused, and any other, gets a key of its own.
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
        showToast(toastOf(intent));
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
  return {
    execute(command, reason, seen) {
      mutation.mutate({ idempotencyKey: keys.keyFor([command, reason, seen]), command, reason, seen });
    },
    pending: mutation.isPending,
    error: mutation.error ? errorOfRequest(mutation.error) : null,
  };
}

function toastOf(intent: IntentRow) {
  const failed = intent.state === "failed" || intent.state === "refused";
  const title = failed ? `${intent.target} was not changed` : `${intent.target} changed`;
  return { title, detail: intent.message, tone: failed ? ("danger" as const) : ("neutral" as const) };
}

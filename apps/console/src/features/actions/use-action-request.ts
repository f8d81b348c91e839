"use client";
import type { ActionPreview, ClusterCommand, ExecuteInput, GuardResult, IntentRow } from "@horizon/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ShownError } from "@/components/ui/shown-error";
import { useIntent } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { acknowledgedGuardIds, confirmBlocker, type Overrides, reasonProblem } from "./confirm-state.ts";
import { type ExecuteFailure, executeFailure } from "./execute-failure.ts";
import { previewQuery } from "./preview-query.ts";

const settleMs = 300;

/** The command once the person has stopped typing, so that not each keystroke is tried on the cluster. */
function useSettled(command: ClusterCommand): ClusterCommand {
  const [settled, setSettled] = useState(command);
  const identity = JSON.stringify(command);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(identity)), settleMs);
    return () => clearTimeout(timer);
  }, [identity]);
  return settled;
}

/** What the action would do; see `previewQuery`. */
function usePreview(command: ClusterCommand, valid: boolean) {
  const trpc = useTRPC();
  const settled = useSettled(command);
  const isSettled = JSON.stringify(settled) === JSON.stringify(command);
  const query = useQuery({
    ...trpc.actions.preview.queryOptions({ command: settled }),
    ...previewQuery,
    enabled: valid && isSettled,
  });
  const isCurrent = isSettled && !query.isPlaceholderData && !query.isFetching;
  return { query, isCurrent };
}

function toggled(overrides: Overrides, guard: GuardResult): Overrides {
  return overrides.has(guard)
    ? new Set([...overrides].filter((each) => each !== guard))
    : new Set([...overrides, guard]);
}

export interface ActionRequest {
  readonly preview: ActionPreview | undefined;
  readonly previewError: ShownError | null;
  /** The preview is of exactly this command; otherwise a newer one is on its way. */
  readonly isCurrent: boolean;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly ticked: Overrides;
  readonly toggleGuard: (guard: GuardResult) => void;
  /** What is wrong with the reason, tried or not; null when nothing is. */
  readonly reasonFault: string | null;
  /** The same once it was tried; null until then. */
  readonly reasonError: string | null;
  /** Why it cannot be confirmed, or null. */
  readonly blocker: string | null;
  readonly sending: boolean;
  readonly failure: ExecuteFailure | null;
  /** It is not known what became of the request: only that same one may go again, so nothing of it can be changed. */
  readonly isUnsettled: boolean;
  readonly intent: IntentRow | undefined;
  readonly confirm: () => void;
  readonly reviewAgain: () => void;
}

/** One opening of the action dialog: preview, reason, one request with one key, and its progress. */
export function useActionRequest(command: ClusterCommand, valid: boolean): ActionRequest {
  const trpc = useTRPC();
  const { query, isCurrent } = usePreview(command, valid);
  const [reason, setReason] = useState("");
  const [reasonTried, setReasonTried] = useState(false);
  const [ticked, setTicked] = useState<Overrides>(new Set());
  const [sent, setSent] = useState<IntentRow | null>(null);
  const [failure, setFailure] = useState<ExecuteFailure | null>(null);
  // While it is not known what became of a request, the same one goes again, key and all, and nothing is done twice.
  const unsettled = useRef<ExecuteInput | null>(null);
  const inFlight = useRef(false);
  const execute = useMutation(trpc.actions.execute.mutationOptions());
  const followed = useIntent(sent?.id ?? null);
  const preview = query.data;
  const waiting = query.isError ? "What this would do is not known." : "Waiting for the preview.";
  const blocker = preview && isCurrent && !query.isError ? confirmBlocker(preview, ticked) : waiting;
  const reasonFault = preview ? reasonProblem(reason, preview.reasonRequired) : null;

  function confirm() {
    setReasonTried(true);
    if (!preview || blocker !== null || reasonFault !== null || inFlight.current || sent) return;
    inFlight.current = true;
    setFailure(null);
    const input = unsettled.current ?? {
      idempotencyKey: crypto.randomUUID(),
      command,
      reason,
      seen: preview.seen,
      acknowledgedGuards: [...acknowledgedGuardIds(preview, ticked)],
    };
    execute.mutate(input, {
      onSuccess: setSent,
      onError: (error) => {
        const failed = executeFailure(error);
        unsettled.current = failed.kind === "unknown-result" ? input : null;
        setFailure(failed);
      },
      onSettled: () => {
        inFlight.current = false;
      },
    });
  }

  return {
    preview,
    previewError: query.isError ? errorOf(query.error) : null,
    isCurrent,
    reason,
    setReason,
    ticked,
    toggleGuard: (guard) => setTicked((old) => toggled(old, guard)),
    reasonFault,
    reasonError: failure?.kind === "reason" ? failure.message : reasonTried ? reasonFault : null,
    blocker,
    sending: execute.isPending,
    failure,
    isUnsettled: execute.isPending || failure?.kind === "unknown-result",
    intent: sent ? (followed ?? sent) : undefined,
    confirm,
    reviewAgain: () => {
      setFailure(null);
      setTicked(new Set());
      void query.refetch();
    },
  };
}

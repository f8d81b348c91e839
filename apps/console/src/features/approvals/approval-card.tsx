"use client";
import type { IntentRow } from "@horizon/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { roleName } from "@/auth/role-name";
import { useSession } from "@/auth/use-session";
import { showToast } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { Field, Textarea } from "@/components/ui/field";
import { useNow } from "@/components/ui/now";
import { StatusIcon } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { actionVerb, EffectNow, isClusterAction, ProgressList } from "@/features/actions";
import { useIntent } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOfRequest } from "@/trpc/error-of";
import { decisionRefusal } from "./decision-refusal";

const clockMs = 1000;

function titleOf({ action, target }: IntentRow): string {
  return `${isClusterAction(action) ? actionVerb(action) : action}: ${nameOf(target)}`;
}

/** A request that stopped waiting while the person looked: what became of it, and whether its effect is seen. */
export function SettledCard({ intent, takesFocus }: { intent: IntentRow; takesFocus: boolean }) {
  const now = useIntent(intent.id) ?? intent;
  const title = useRef<HTMLHeadingElement>(null);
  // The button that decided is gone; who pressed it reads on here.
  useEffect(() => {
    if (takesFocus) title.current?.focus();
  }, [takesFocus]);
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <h2 ref={title} tabIndex={-1} className="mb-2 font-semibold text-base">
        {titleOf(intent)}
      </h2>
      <ProgressList intent={now} />
    </li>
  );
}

/** What was asked, by whom, why and with which warnings; and the two answers. */
export function ApprovalCard({ intent, onDecide }: { intent: IntentRow; onDecide: () => void }) {
  const { target, environment, approval, actor } = intent;
  const info = useSession()?.environments.find(({ id }) => id === environment);
  const href = pageOf(intent);
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold text-base">{titleOf(intent)}</h2>
        {environment ? <EnvironmentBadge id={environment} info={info} /> : null}
        <span className="ml-auto text-ink-soft text-xs">
          expires <Time at={approval?.expiresAt ?? null} />
        </span>
      </div>
      <p className="text-ink-soft">
        {href ? (
          <Link href={href} className="underline hover:text-ink">
            {target}
          </Link>
        ) : (
          target
        )}
      </p>
      <p className="mt-2">
        <span className="font-medium">{actor.name}</span> ({roleName(actor.role)}) asked{" "}
        <Time at={intent.createdAt} />: {intent.reason || "no reason given"}
      </p>
      {"target" in intent.command ? <EffectNow command={intent.command} /> : null}
      <Checks intent={intent} />
      <AskedFor intent={intent} />
      <Decision intent={intent} onDecide={onDecide} />
    </li>
  );
}

/** `Rollout horizon-production/api-gateway` → `api-gateway` */
function nameOf(target: string): string {
  return target.slice(target.search(/[^ /]+$/));
}

/** Where the approver sees what the request is about; null for what is Horizon's own. */
function pageOf({ command, environment }: IntentRow): string | null {
  if (!("target" in command) || command.target.kind === "Pod") return null;
  const { kind, namespace, name } = command.target;
  const place = kind === "Rollout" ? "rollouts" : "deployments/Deployment";
  return `/${environment}/${place}/${namespace}/${name}`;
}

function Checks({ intent }: { intent: IntentRow }) {
  const doubts = intent.guards.filter(({ verdict }) => verdict !== "pass");
  const passed = intent.guards.length - doubts.length;
  return (
    <ul aria-label="Checks" className="mt-2 grid gap-1">
      {doubts.map(({ id, verdict, message }) => (
        <li key={id} className="flex items-baseline gap-1.5">
          <StatusIcon state={verdict === "fail" ? "Failed" : "Degraded"} className="self-center" />
          <span>
            <span className="font-medium">{verdict === "fail" ? "Failed" : "Warning"}:</span> {message}
          </span>
        </li>
      ))}
      <li className="text-ink-soft">
        {passed} of {intent.guards.length} checks passed when it was asked.
      </li>
    </ul>
  );
}

function AskedFor({ intent }: { intent: IntentRow }) {
  return (
    <details className="mt-2">
      <summary className="w-fit rounded text-ink-soft hover:text-ink">Exactly what would be done</summary>
      <pre className="mt-1 overflow-x-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2 font-mono text-xs">
        {JSON.stringify(intent.command, null, 2)}
      </pre>
      {intent.seen ? (
        <p className="mt-1 text-ink-soft text-xs">
          Seen at {intent.seen.stepIndex === null ? "" : `step ${intent.seen.stepIndex + 1}, `}
          {intent.seen.podHash === null ? "" : `pods ${intent.seen.podHash}, `}resource version{" "}
          {intent.seen.resourceVersion}; if another step or revision runs by then, it is refused.
        </p>
      ) : null}
    </details>
  );
}

function Decision({ intent, onDecide }: { intent: IntentRow; onDecide: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const session = useSession();
  const [comment, setComment] = useState("");
  const decide = useMutation(
    trpc.actions.decide.mutationOptions({
      onSuccess: (row) =>
        showToast({ title: `${intent.target}: ${row.approval?.decision ?? row.state}`, detail: row.message }),
      onError: (error) => {
        const { code, message } = errorOfRequest(error);
        const isUnknown = ["UPSTREAM_UNAVAILABLE", "UPSTREAM_TIMEOUT", "UNAVAILABLE", "INTERNAL"].includes(
          code,
        );
        showToast({
          title: isUnknown ? "It is not known whether the decision was taken" : "This was not done",
          detail: message,
          tone: "danger",
        });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.actions.pathKey() }),
    }),
  );
  const refusal = decisionRefusal(intent, session, useNow(clockMs));
  function send(decision: "approved" | "rejected") {
    onDecide();
    decide.mutate({ intentId: intent.id, digest: intent.approval?.digest ?? "", decision, comment });
  }
  return (
    <div className="mt-3 flex flex-wrap items-end gap-2">
      <Field label="Comment" className="min-w-0 flex-1 basis-64">
        {(control) => (
          <Textarea
            {...control}
            maxLength={500}
            rows={1}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            className="min-h-8"
          />
        )}
      </Field>
      <Button disabledReason={refusal} pending={decide.isPending} onClick={() => send("rejected")}>
        Reject
      </Button>
      <Button
        variant="primary"
        disabledReason={refusal}
        pending={decide.isPending}
        onClick={() => send("approved")}
      >
        Approve
      </Button>
    </div>
  );
}

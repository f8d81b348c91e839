"use client";
import type { IntentRow } from "@horizon/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { roleName } from "@/auth/role-name";
import { useSession } from "@/auth/use-session";
import { showToast } from "@/components/ui/announcer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { decisionRefusal } from "./decision-refusal";

/** What was asked, by whom, why and with which warnings; and the two answers. */
export function ApprovalCard({ intent }: { intent: IntentRow }) {
  const approval = intent.approval;
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold text-base">{intent.target}</h2>
        <Badge>{intent.action}</Badge>
        {intent.environment ? <Badge>{intent.environment}</Badge> : null}
        <span className="ml-auto text-ink-soft text-xs">
          expires <Time at={approval?.expiresAt ?? null} />
        </span>
      </div>
      <p className="mt-1">
        <span className="font-medium">{intent.actor.name}</span> ({roleName(intent.actor.role)}) asked{" "}
        <Time at={intent.createdAt} />: {intent.reason || "no reason given"}
      </p>
      <AskedFor intent={intent} />
      <Decision intent={intent} />
    </li>
  );
}

function AskedFor({ intent }: { intent: IntentRow }) {
  const doubts = intent.guards.filter(({ verdict }) => verdict !== "pass");
  return (
    <div className="mt-2 grid gap-2 text-xs md:grid-cols-2">
      <div>
        <p className="text-ink-soft">Exactly this would be done</p>
        <pre className="mt-1 overflow-x-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2 font-mono">
          {JSON.stringify(intent.command, null, 2)}
        </pre>
        {intent.seen ? (
          <p className="mt-1 text-ink-soft">
            Seen at resource version {intent.seen.resourceVersion}; if the object has changed since, it is
            refused.
          </p>
        ) : null}
      </div>
      <div>
        <p className="text-ink-soft">Checks</p>
        {doubts.length === 0 ? <p className="mt-1">All {intent.guards.length} checks passed.</p> : null}
        <ul className="mt-1 flex flex-col gap-1">
          {doubts.map(({ id, verdict, message }) => (
            <li key={id}>
              <span className="font-medium">{verdict === "fail" ? "Failed" : "Warning"}:</span> {message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Decision({ intent }: { intent: IntentRow }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const session = useSession();
  const [comment, setComment] = useState("");
  const decide = useMutation(
    trpc.actions.decide.mutationOptions({
      onSuccess: (row) =>
        showToast({ title: `${intent.target}: ${row.approval?.decision ?? row.state}`, detail: row.message }),
      onError: (error) =>
        showToast({ title: "The decision was not taken", detail: errorOf(error).message, tone: "danger" }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.actions.pathKey() }),
    }),
  );
  const refusal = decisionRefusal(intent, session);
  const send = (decision: "approved" | "rejected") =>
    decide.mutate({ intentId: intent.id, digest: intent.approval?.digest ?? "", decision, comment });
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

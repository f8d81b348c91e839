"use client";
import type { IntentRow } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import Link from "next/link";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { actionVerb, isClusterAction } from "./action-words.ts";
import { intentProgress, isIntentOver } from "./intent-progress.ts";

function Row({ intent }: { intent: IntentRow }) {
  const progress = intentProgress(intent);
  const verb = isClusterAction(intent.action) ? actionVerb(intent.action) : intent.action;
  return (
    <li className="flex flex-wrap gap-x-2">
      <span className="font-medium">{verb}</span>
      <span className="text-ink-soft">by {intent.actor.name}</span>
      <span className={clsx(progress.outcome === "unconfirmed" && "font-medium text-degraded")}>
        {progress.sentence}
      </span>
      {progress.outcome === "waiting" && (
        <Link href={`/${intent.environment}/approvals`} prefetch={false} className="text-accent underline">
          To the request
        </Link>
      )}
      {intent.reason && <q className="text-ink-soft">{intent.reason}</q>}
    </li>
  );
}

/** What anyone has asked of this object and is not over yet, with where it stands; nothing when there is none. */
export function ActionProgress({ environment, target }: { environment: string; target: string }) {
  const trpc = useTRPC();
  const options = trpc.actions.underWay.queryOptions({ environment });
  const { data = [] } = useQuery(options);
  useLiveInvalidate("intents", options.queryKey);
  const open = data.filter((intent) => intent.target === target && !isIntentOver(intent));
  return (
    <div role="status" aria-label="Actions under way">
      {open.length > 0 && (
        <ul className="rounded-md border border-progressing bg-progressing-tint px-3 py-2">
          {open.map((intent) => (
            <Row key={intent.id} intent={intent} />
          ))}
        </ul>
      )}
    </div>
  );
}

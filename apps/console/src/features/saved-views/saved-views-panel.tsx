"use client";
import type { SavedViewRow } from "@horizon/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { showToast } from "@/components/ui/announcer";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

/** Every view the person may open: each can be pinned, their own can be shared and deleted. */
export function SavedViewsPanel() {
  const trpc = useTRPC();
  const views = useQuery(trpc.savedViews.list.queryOptions());
  return (
    <Panel title="Saved views">
      {views.isPending ? <PanelState kind="loading" waitingFor="your saved views" rows={3} /> : null}
      {views.isError ? (
        <ErrorState error={errorOf(views.error)} onRetry={() => void views.refetch()} />
      ) : null}
      {views.data?.length === 0 ? (
        <PanelState
          kind="empty"
          title="No saved views yet"
          detail="Filter a list as you need it and press “Save view” there. Pinned views appear in the navigation."
        />
      ) : null}
      <ul>
        {(views.data ?? []).map((view) => (
          <SavedView key={view.id} view={view} />
        ))}
      </ul>
    </Panel>
  );
}

function SavedView({ view }: { view: SavedViewRow }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.savedViews.pathKey() }),
    onError: (error: unknown) =>
      showToast({ title: "The view was not changed", detail: errorOf(error).message, tone: "danger" }),
  };
  const pin = useMutation(trpc.savedViews.pin.mutationOptions(refresh));
  const update = useMutation(trpc.savedViews.update.mutationOptions(refresh));
  const remove = useMutation(trpc.savedViews.delete.mutationOptions(refresh));
  const refusal = view.mine ? null : `Only ${view.owner} can change this view.`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5">
      <Link href={view.path} prefetch={false} className="font-medium text-accent hover:underline">
        {view.title}
      </Link>
      <Badge>{view.shared ? `Shared by ${view.mine ? "you" : view.owner}` : "Only you"}</Badge>
      <code className="min-w-0 flex-1 truncate font-mono text-ink-soft text-xs">{view.path}</code>
      <CopyButton value={view.path} what="the view’s path" />
      <Button
        size="small"
        aria-pressed={view.pinned}
        onClick={() => pin.mutate({ id: view.id, pinned: !view.pinned })}
      >
        {view.pinned ? "Unpin" : "Pin"}
      </Button>
      <Button
        size="small"
        aria-pressed={view.shared}
        disabledReason={refusal}
        onClick={() => update.mutate({ id: view.id, shared: !view.shared })}
      >
        {view.shared ? "Stop sharing" : "Share"}
      </Button>
      <IconButton
        label={`Delete view ${view.title}`}
        disabledReason={refusal}
        onClick={() => remove.mutate({ id: view.id })}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}

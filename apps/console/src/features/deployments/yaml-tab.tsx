"use client";
import type { WorkloadRef } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { CopyButton, CopyCommand } from "@/components/ui/copy-button";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

function Code({ text, label }: { text: string; label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by the keyboard
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-md border border-line bg-surface p-3"
    >
      <pre className="font-mono text-xs leading-5">{text}</pre>
    </section>
  );
}

/** The object as the API server has it, without the bookkeeping of who owns which field, which is folded beneath. */
export function YamlTab({ target }: { target: WorkloadRef }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.deployments.yaml.queryOptions(target), staleTime: 0 });
  if (query.isPending) return <PanelState kind="loading" waitingFor="the object" />;
  if (!query.data) return <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />;
  const { yaml, managedFields } = query.data;
  const resource = target.kind === "Rollout" ? "rollouts.argoproj.io" : "deployments.apps";
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1">
          <CopyCommand
            command={`kubectl get ${resource} ${target.name} -n ${target.namespace} -o yaml`}
            what="the kubectl command"
          />
        </div>
        <CopyButton value={yaml} what="the YAML" />
      </div>
      <Code text={yaml} label="YAML" />
      {managedFields.trim() !== "" && (
        <details>
          <summary className="text-accent">Managed fields</summary>
          <div className="mt-2">
            <Code text={managedFields} label="Managed fields" />
          </div>
        </details>
      )}
    </div>
  );
}

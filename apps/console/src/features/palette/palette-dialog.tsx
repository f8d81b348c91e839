"use client";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { UserCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useEnvironment, useSession } from "@/auth/use-session";
import { usePaletteControl } from "@/components/frame/palette-control";
import { usePreferences } from "@/components/frame/preferences";
import { sectionHref, sections } from "@/components/frame/sections";
import { Kbd } from "@/components/ui/badge";
import { StatusIcon } from "@/components/ui/status-badge";
import { usePauseLive } from "@/live";
import { useTRPC } from "@/trpc/client";

const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-ink-soft [&_[cmdk-group-heading]]:text-xs";

interface PaletteDialogProps {
  /** Asked once, when the search has the focus: what was typed until then. */
  readonly takeTyped: () => string;
  readonly returnFocus: () => void;
}

/** Everything one can go to or switch, found by typing. */
export function PaletteDialog({ takeTyped, returnFocus }: PaletteDialogProps) {
  const { open, onOpenChange } = usePaletteControl();
  const [search, setSearch] = useState<string | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Primitive.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
          className="fixed inset-x-0 top-[8vh] z-40 mx-auto w-full max-w-xl animate-appear px-3"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <Command
            loop
            label="Search and commands"
            className="overflow-hidden rounded-lg bg-surface shadow-overlay"
          >
            <Command.Input
              value={search ?? ""}
              onFocus={() => search === null && setSearch(takeTyped())}
              onValueChange={setSearch}
              placeholder="Search or go to…"
              className="h-11 w-full border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-ink-soft"
            />
            <Command.List className="max-h-[60vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-soft">
                Nothing has that name.
              </Command.Empty>
              <PaletteItems />
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function PaletteItems() {
  const router = useRouter();
  const trpc = useTRPC();
  const session = useSession();
  const { id } = useEnvironment();
  const { onOpenChange, openHelp } = usePaletteControl();
  const { paused, setPaused } = usePauseLive();
  const { setPreference } = usePreferences();
  const views = useQuery(trpc.savedViews.list.queryOptions());
  const workloads = useQuery(trpc.deployments.list.queryOptions({ environment: id }));

  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  const go = (href: string) => run(() => router.push(href));
  return (
    <>
      <Command.Group heading="Go to" className={groupClass}>
        {sections.map(({ segment, title, icon: Icon, key }) => (
          <Item key={segment} value={title} onSelect={go(sectionHref(id, segment))}>
            <Icon aria-hidden className="size-4 text-ink-soft" />
            <span className="flex-1">{title}</span>
            <span className="flex gap-1 pointer-coarse:hidden">
              <Kbd>g</Kbd>
              <Kbd>{key}</Kbd>
            </span>
          </Item>
        ))}
        <Item value="Approvals" onSelect={go(`/${id}/approvals`)}>
          <UserCheck aria-hidden className="size-4 text-ink-soft" />
          Approvals
        </Item>
      </Command.Group>
      <Command.Group heading={`Workloads in ${id}`} className={groupClass}>
        {(workloads.data?.rows ?? []).map(({ key, kind, namespace, name, health }) => (
          <Item
            key={key}
            value={`${kind} ${namespace}/${name}`}
            onSelect={go(
              kind === "Rollout"
                ? `/${id}/rollouts/${namespace}/${name}`
                : `/${id}/deployments/${kind}/${namespace}/${name}`,
            )}
          >
            <StatusIcon state={health.state} />
            <span className="flex-1">{name}</span>
            <span className="text-ink-soft text-xs">
              {kind} · {health.state}
            </span>
          </Item>
        ))}
      </Command.Group>
      <Command.Group heading="Saved views" className={groupClass}>
        {(views.data ?? []).map(({ id: viewId, title, path, owner }) => (
          <Item key={viewId} value={`View ${title} ${viewId}`} onSelect={go(path)}>
            <span className="flex-1">{title}</span>
            <span className="text-ink-soft text-xs">{owner}</span>
          </Item>
        ))}
      </Command.Group>
      <Command.Group heading="Environment" className={groupClass}>
        {(session?.environments ?? []).map(({ id: other, title }) => (
          <Item key={other} value={`Switch to ${title}`} onSelect={go(sectionHref(other, ""))}>
            Switch to {title}
          </Item>
        ))}
      </Command.Group>
      <Command.Group heading="Console" className={groupClass}>
        <Item value={paused ? "Resume live" : "Pause live"} onSelect={run(() => setPaused(!paused))}>
          {paused ? "Resume live" : "Pause live"}
        </Item>
        <Item value="Light theme" onSelect={run(() => setPreference("theme", "light"))}>
          Light theme
        </Item>
        <Item value="Dark theme" onSelect={run(() => setPreference("theme", "dark"))}>
          Dark theme
        </Item>
        <Item value="Theme as the system" onSelect={run(() => setPreference("theme", "system"))}>
          Theme as the system
        </Item>
        <Item value="Keyboard shortcuts" onSelect={run(openHelp)}>
          Keyboard shortcuts
        </Item>
      </Command.Group>
    </>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-8 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover"
    >
      {children}
    </Command.Item>
  );
}

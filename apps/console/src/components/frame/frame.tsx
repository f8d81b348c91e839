"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useEnvironment } from "@/auth/use-session";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { AnnouncerHost } from "../ui/announcer";
import { cn } from "../ui/cn";
import { TipHost } from "../ui/tip-host";
import { AccessGate } from "./access-gate";
import { DatabaseNotice } from "./database-notice";
import { Header } from "./header";
import { PaletteContext } from "./palette-control";
import { usePreferences } from "./preferences";
import { Rail, RailSheet } from "./rail";
import { SessionEndedNotice } from "./session-ended-notice";
import { ShortcutHost } from "./shortcut-host";

interface FrameProps {
  children: ReactNode;
  /** Both are given by the app, as the frame knows no features. The palette finds its state in `usePaletteControl`. */
  palette: ReactNode;
  pinnedViews: ReactNode;
}

/** What stands around every page: rail, header, banner, and the hosts of messages, tooltips and shortcuts. */
export function Frame({ children, palette, pinnedViews }: FrameProps) {
  const trpc = useTRPC();
  const session = useQuery({
    ...trpc.session.me.queryOptions(),
    // While nobody knows who is signed in, nothing else can be shown: keep asking.
    refetchInterval: (query) => (query.state.data ? false : 3000),
  });
  useLiveInvalidate("settings", trpc.session.pathKey());
  const { preferences } = usePreferences();
  const [open, setOpen] = useState<"palette" | "rail" | "help" | null>(null);
  const openWhen = (name: NonNullable<typeof open>) => (value: boolean) => setOpen(value ? name : null);
  const { id, info } = useEnvironment();

  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-ink focus:px-3 focus:py-2 focus:text-on-ink"
      >
        Skip to content
      </a>
      <Rail environment={id} pinnedViews={pinnedViews} />
      <RailSheet
        environment={id}
        open={open === "rail"}
        onOpenChange={openWhen("rail")}
        pinnedViews={pinnedViews}
      />
      <div
        className={cn(
          "flex min-w-0 flex-1 flex-col",
          preferences.rail === "wide" ? "lg:ml-(--rail-width) md:ml-14" : "md:ml-14",
        )}
      >
        <Header
          session={session.data}
          environmentInfo={info}
          onOpenRail={() => setOpen("rail")}
          onOpenPalette={() => setOpen("palette")}
          onOpenHelp={() => setOpen("help")}
        />
        <DatabaseNotice />
        <SessionEndedNotice />
        {session.data?.banner ? (
          <aside
            aria-label="Notice"
            className="border-line border-b bg-accent-tint px-4 py-1 text-center text-ink text-xs"
          >
            {session.data.banner}
          </aside>
        ) : null}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[1600px] flex-1 px-4 py-5 outline-none md:px-6"
        >
          <AccessGate
            session={session.data}
            error={session.isError && !session.data ? errorOf(session.error) : null}
            environment={id}
          >
            {children}
          </AccessGate>
        </main>
      </div>
      <PaletteContext
        value={{
          open: open === "palette",
          onOpenChange: openWhen("palette"),
          openHelp: () => setOpen("help"),
        }}
      >
        {palette}
      </PaletteContext>
      <ShortcutHost
        environment={id}
        helpOpen={open === "help"}
        onHelpOpenChange={openWhen("help")}
        onOpenPalette={() => setOpen("palette")}
      />
      <AnnouncerHost />
      <TipHost />
    </div>
  );
}

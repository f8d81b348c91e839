"use client";
import type { EnvironmentInfo, SessionInfo } from "@horizon/contracts";
import { Menu as MenuIcon, Search } from "lucide-react";
import { Kbd } from "../ui/badge";
import { Button, IconButton } from "../ui/button";
import { cn } from "../ui/cn";
import { ApprovalsLink } from "./approvals-link";
import { EnvironmentSwitcher } from "./environment-switcher";
import { LiveIndicator } from "./live-indicator";
import { PersonMenu } from "./person-menu";
import { ThemeMenu } from "./theme-menu";

interface HeaderProps {
  session: SessionInfo | undefined;
  environmentInfo: EnvironmentInfo | undefined;
  onOpenRail: () => void;
  onOpenPalette: () => void;
  onOpenHelp: () => void;
}

/** Where one is, how true what one sees is, and who one is. A line marks production at all times. */
export function Header({ session, environmentInfo, onOpenRail, onOpenPalette, onOpenHelp }: HeaderProps) {
  const production = environmentInfo?.tier === "production";
  return (
    <header
      className={cn(
        "sticky top-0 z-20 flex h-(--header-height) shrink-0 items-center gap-0.5 border-line border-b bg-canvas px-2 sm:gap-2 sm:px-3 md:px-4",
        production && "shadow-[inset_0_2px_0_var(--production)]",
      )}
    >
      <IconButton label="Open navigation" onClick={onOpenRail} className="md:hidden">
        <MenuIcon aria-hidden />
      </IconButton>
      <EnvironmentSwitcher session={session} />
      <Button
        onClick={onOpenPalette}
        aria-keyshortcuts="Meta+K Control+K"
        className="text-ink-soft max-lg:size-8 max-lg:border-transparent max-lg:bg-transparent max-lg:px-0 lg:ml-2 lg:w-56 lg:justify-start"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-lg:sr-only">Search or go to…</span>
        <span aria-hidden className="max-lg:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </Button>
      <div className="ml-auto flex items-center gap-0.5 sm:gap-1.5">
        <LiveIndicator />
        <ApprovalsLink />
        <ThemeMenu />
        <PersonMenu session={session} onOpenHelp={onOpenHelp} />
      </div>
    </header>
  );
}

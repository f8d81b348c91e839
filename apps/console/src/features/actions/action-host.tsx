"use client";
import type { ClusterCommand } from "@horizon/contracts";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useSession } from "@/auth/use-session";
import type { ActionChoices } from "./action-draft.ts";

export const loadActionDialog = () => import("./action-dialog.tsx");
const ActionDialog = dynamic(() => loadActionDialog().then((module) => module.ActionDialog), { ssr: false });

interface Opening {
  readonly command: ClusterCommand;
  readonly choices: ActionChoices;
  /** Where the focus goes when the dialog closes: the first of these that is still in the page. */
  readonly returnTo: readonly (HTMLElement | null | undefined)[];
}

type OpenAction = (opening: Opening) => void;
const OpenActionContext = createContext<OpenAction | null>(null);

/**
 * Holds the dialog of an action outside of what it acts on: a pod that is deleted takes its row and its button with it,
 * and must not take the dialog that says so.
 */
export function ActionHost({ children }: { children: ReactNode }) {
  const session = useSession();
  const pathname = usePathname();
  const [opened, setOpened] = useState<(Opening & { pathname: string; id: string }) | null>(null);
  const open = useCallback<OpenAction>(
    (opening) => setOpened({ ...opening, pathname, id: crypto.randomUUID() }),
    [pathname],
  );

  function close() {
    setOpened(null);
    // The dialog began at its Reason field, so it does not know where the focus came from.
    setTimeout(() => focusFirst([...(opened?.returnTo ?? []), document.getElementById("main")]), 0);
  }

  return (
    <OpenActionContext value={open}>
      {children}
      {opened?.pathname === pathname && session ? (
        <ActionDialog
          key={opened.id}
          session={session}
          initial={opened.command}
          choices={opened.choices}
          onClose={close}
        />
      ) : null}
    </OpenActionContext>
  );
}

function focusFirst(places: Opening["returnTo"]): void {
  places.find((place) => place?.isConnected)?.focus();
}

/** Opens the dialog of an action. */
export function useOpenAction(): OpenAction {
  const open = useContext(OpenActionContext);
  if (!open) throw new Error("Actions must be inside ActionHost");
  return open;
}

import type { SessionInfo, WaitingItem } from "@horizon/contracts";

interface WaitingGroup {
  readonly title: string;
  /** What it says while it is empty. */
  readonly nothing: string;
  readonly items: readonly WaitingItem[];
}

/** Whether the person may do anything anywhere: what waits can be theirs then. */
export function mayAnything({
  permissions,
  globalPermissions,
}: Pick<SessionInfo, "permissions" | "globalPermissions">): boolean {
  return globalPermissions.length > 0 || Object.values(permissions).some((actions) => actions.length > 0);
}

/** What waits, apart by whether the reader may act on it: nobody is told that it waits for them when it cannot. */
export function waitingLists(items: readonly WaitingItem[], mayAct: boolean): WaitingGroup[] {
  const mine = {
    title: "Waits for you",
    nothing: "Nothing waits for you.",
    items: items.filter(({ actionable }) => actionable),
  };
  const theirs = {
    title: "Waits for others",
    nothing: "Nothing waits.",
    items: items.filter(({ actionable }) => !actionable),
  };
  if (!mayAct && mine.items.length === 0) return [theirs];
  return theirs.items.length === 0 ? [mine] : [mine, theirs];
}

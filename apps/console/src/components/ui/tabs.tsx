"use client";
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
} from "react";
import { cn } from "./cn";

interface TabsState {
  readonly id: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

const TabsContext = createContext<TabsState>({ id: "", value: "", onValueChange: () => {} });

interface TabsProps extends Omit<TabsState, "id"> {
  children: ReactNode;
}

/** Parts of a page of which one is shown. Keep `value` in the address. */
export function Tabs({ value, onValueChange, children }: TabsProps) {
  const id = useId();
  return <TabsContext value={{ id, value, onValueChange }}>{children}</TabsContext>;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Moves a list that is wider than the screen until the chosen tab is whole in it; the page stays where it is. */
function showWhole(list: HTMLElement): void {
  const tab = list.querySelector("[aria-selected=true]")?.getBoundingClientRect();
  if (!tab) return;
  const { left, right } = list.getBoundingClientRect();
  list.scrollLeft += Math.max(0, tab.right - right) - Math.max(0, left - tab.left);
}

/** Tab stops at the chosen one; the arrow keys, Home and End choose another. */
export function TabList({ children, "aria-label": label }: { children: ReactNode; "aria-label": string }) {
  const { value } = useContext(TabsContext);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is chosen is read from the page
  useEffect(() => {
    if (list.current) showWhole(list.current);
  }, [value]);
  function choose(event: KeyboardEvent<HTMLDivElement>) {
    const step = steps[event.key];
    if (!step) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
    const next = all[step(all.indexOf(event.target as HTMLElement), all.length)];
    event.preventDefault();
    next?.focus();
    next?.click();
  }
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={choose}
      className="flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]"
    >
      {children}
    </div>
  );
}

export function Tab({ value, children }: { value: string; children: ReactNode }) {
  const tabs = useContext(TabsContext);
  const chosen = tabs.value === value;
  return (
    <button
      type="button"
      role="tab"
      id={`${tabs.id}-tab-${value}`}
      aria-selected={chosen}
      aria-controls={chosen ? `${tabs.id}-panel-${value}` : undefined}
      tabIndex={chosen ? 0 : -1}
      onClick={() => tabs.onValueChange(value)}
      className={cn(
        "-mb-px h-9 shrink-0 whitespace-nowrap border-b-2 px-2.5 font-medium hover:text-ink",
        chosen ? "border-ink text-ink" : "border-transparent text-ink-soft",
      )}
    >
      {children}
    </button>
  );
}

/** Drawn only while its tab is chosen. */
export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  const tabs = useContext(TabsContext);
  if (tabs.value !== value) return null;
  return (
    <div
      role="tabpanel"
      id={`${tabs.id}-panel-${value}`}
      aria-labelledby={`${tabs.id}-tab-${value}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel may have nothing in it that takes the focus
      tabIndex={0}
      className="pt-4"
    >
      {children}
    </div>
  );
}

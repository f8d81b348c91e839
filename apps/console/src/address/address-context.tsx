"use client";
import { usePathname, useSearchParams } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { type Change, readParams, searchWith, type ValuesOf, writeParams } from "./params";
import { createPendingSearch, type PendingSearch } from "./pending-search";

const AddressContext = createContext<PendingSearch | null>(null);
const nothing: ReturnType<PendingSearch["get"]> = new Map();

/** Keeps what people filter, sort and open in the address, so that a view can be shared. Stands above every page. */
export function AddressProvider({ children }: { children: ReactNode }) {
  const [pending] = useState(() =>
    createPendingSearch(
      (changes) => {
        const { pathname, search, hash } = window.location;
        // Next follows the history by itself: no request, no other page.
        window.history.replaceState(null, "", `${pathname}${searchWith(search, changes)}${hash}`);
      },
      () => window.location.pathname,
    ),
  );
  const shownAddress = `${usePathname()}?${useSearchParams()}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the address that settles
  useEffect(() => pending.settle(), [pending, shownAddress]);
  return <AddressContext value={pending}>{children}</AddressContext>;
}

export type SetAddress<Group> = (change: Change<Group> | null) => void;

/** The values of `group` as the address has them, and how to change them. Keep `group` between renders. */
export function useAddress<Group>(group: Group): readonly [ValuesOf<Group>, SetAddress<Group>] {
  const pending = useContext(AddressContext);
  if (!pending) throw new Error("useAddress must be inside AddressProvider");
  const search = useSearchParams();
  const changes = useSyncExternalStore(pending.subscribe, pending.get, () => nothing);
  // Other parameters change more often than these; their values keep their identity then.
  const texts = JSON.stringify(
    Object.keys(group as object).map((name) => (changes.has(name) ? changes.get(name) : search.get(name))),
  );
  const values = useMemo(() => {
    const found = new Map(
      Object.keys(group as object).map((name, at) => [
        name,
        (JSON.parse(texts) as (string | null)[])[at] ?? null,
      ]),
    );
    return readParams(group, (name) => found.get(name) ?? null);
  }, [group, texts]);
  const set = useCallback<SetAddress<Group>>(
    (change) => pending.add(writeParams(group, change)),
    [pending, group],
  );
  return [values, set];
}

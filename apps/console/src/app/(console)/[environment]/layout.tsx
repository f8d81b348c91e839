import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AddressProvider } from "@/address";
import { Frame } from "@/components/frame/frame";
import { NowProvider } from "@/components/ui/now";
import { ActionHost } from "@/features/actions/server";
import { Palette } from "@/features/palette";
import { PinnedViews } from "@/features/saved-views/server";
import { LiveProvider } from "@/live";
import { ApiProvider } from "@/trpc/client";
import { fetchOnce, Prefetch, serverApi } from "@/trpc/server";

interface LayoutParams {
  params: Promise<{ environment: string }>;
}

/** A page of an environment that does not exist is not called after what it would show. */
export async function generateMetadata({ params }: LayoutParams): Promise<Metadata> {
  const { environment } = await params;
  const session = await fetchOnce(serverApi.session.me.queryOptions());
  const isKnown = session?.environments.some(({ id }) => id === environment) ?? true;
  return isKnown
    ? {}
    : { title: { absolute: "No such environment · Horizon", template: "No such environment · Horizon" } };
}

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  const queries = [
    serverApi.session.me.queryOptions(),
    serverApi.savedViews.list.queryOptions(),
    serverApi.actions.pending.queryOptions(),
  ];
  return (
    <NowProvider renderedAt={Date.now()}>
      <AddressProvider>
        <ApiProvider>
          <Prefetch queries={queries}>
            <LiveProvider>
              <Frame palette={<Palette />} pinnedViews={<PinnedViews />}>
                <ActionHost>{children}</ActionHost>
              </Frame>
            </LiveProvider>
          </Prefetch>
        </ApiProvider>
      </AddressProvider>
    </NowProvider>
  );
}

"use client";
import type { LiveMessage } from "@horizon/contracts";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { useAddress } from "@/address";
import { oneOf } from "@/address/params";
import { noteServerTime } from "@/components/ui/now";
import { useTRPCClient } from "@/trpc/client";
import { createLiveClient, type LiveClient, type OpenStream } from "./live-client";

const pauseParams = { live: oneOf(["paused"]) };
const LiveContext = createContext<LiveClient | null>(null);

/** `?live=paused`: a paused view can be shared as it is. */
export function usePauseParam() {
  return useAddress(pauseParams);
}

/** Opens the tab's one stream for everything below it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpcClient = useTRPCClient();
  const [{ live }] = usePauseParam();
  const client = useMemo(() => createLiveClient(openStreamWith(trpcClient), noteServerTime), [trpcClient]);

  useEffect(() => {
    const noteVisibility = () => client.setHidden(document.visibilityState === "hidden");
    document.addEventListener("visibilitychange", noteVisibility);
    return () => {
      document.removeEventListener("visibilitychange", noteVisibility);
      client.close();
    };
  }, [client]);
  useEffect(() => client.setPaused(live === "paused"), [client, live]);

  return <LiveContext value={client}>{children}</LiveContext>;
}

/** The tab's live client. */
export function useLiveClient(): LiveClient {
  const client = useContext(LiveContext);
  if (!client) throw new Error("A live view must be inside LiveProvider");
  return client;
}

function openStreamWith(trpcClient: ReturnType<typeof useTRPCClient>): OpenStream {
  return (input, handlers) => {
    const subscription = trpcClient.live.subscribe.subscribe(input, {
      onData: ({ id, data }) => handlers.onMessage(id, data as LiveMessage),
      onConnectionStateChange: ({ state, error }) => {
        if (state === "pending") handlers.onOpen();
        else if (error) handlers.onBroken();
      },
      onError: handlers.onBroken,
    });
    return () => subscription.unsubscribe();
  };
}

"use client";
import type { LiveMessage } from "@horizon/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useAddress } from "@/address";
import { oneOf } from "@/address/params";
import { noteServerTime } from "@/components/ui/now";
import { useTRPC, useTRPCClient } from "@/trpc/client";
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
  const [refusedAt, setRefusedAt] = useState<number | null>(null);
  const client = useMemo(
    () => createLiveClient(openStreamWith(trpcClient, setRefusedAt), noteServerTime),
    [trpcClient],
  );
  useReturn(client, refusedAt);

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

/** Once a session is good again after the stream was refused, everything is asked anew: it may be somebody else's. */
function useReturn(client: LiveClient, refusedAt: number | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // The frame asks; this only looks on.
  const session = useQuery({ ...trpc.session.me.queryOptions(), enabled: false });
  const goodAt = session.isSuccess ? session.dataUpdatedAt : 0;
  const isBack = refusedAt !== null && goodAt > refusedAt;
  useEffect(() => {
    if (!isBack) return;
    client.reopen();
    void queryClient.invalidateQueries();
  }, [client, queryClient, isBack]);
}

/** The tab's live client. */
export function useLiveClient(): LiveClient {
  const client = useContext(LiveContext);
  if (!client) throw new Error("A live view must be inside LiveProvider");
  return client;
}

function openStreamWith(
  trpcClient: ReturnType<typeof useTRPCClient>,
  onRefused: (atMs: number) => void,
): OpenStream {
  return (input, handlers) => {
    const subscription = trpcClient.live.subscribe.subscribe(input, {
      onData: ({ id, data }) => handlers.onMessage(id, data as LiveMessage),
      onConnectionStateChange: ({ state, error }) => {
        if (state === "pending") handlers.onOpen();
        else if (error) handlers.onBroken();
      },
      // What may get better is tried again below; what comes here is a refusal.
      onError: () => {
        handlers.onBroken();
        onRefused(Date.now());
      },
    });
    return () => subscription.unsubscribe();
  };
}

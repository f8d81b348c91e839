"use client";
import type { LiveTopic } from "@horizon/contracts";
import { hashKey, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLiveClient } from "./live-context";

/** Asking again more often than this tells a reader nothing. */
const minIntervalMs = 1000;

/** Asks the queries under `queryKey` again whenever the stream says that `topic` changed. Null follows nothing. */
export function useLiveInvalidate(topic: LiveTopic | null, queryKey: QueryKey): void {
  const client = useLiveClient();
  const queryClient = useQueryClient();
  const hash = hashKey(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `hash` stands for the key, which is new in each render
  useEffect(() => {
    if (!topic) return;
    let paused = false;
    let dirty = false;
    let timer: number | undefined;
    let lastAt = 0;
    const ask = () => {
      timer = undefined;
      dirty = false;
      lastAt = Date.now();
      void queryClient.invalidateQueries({ queryKey });
    };
    const note = () => {
      dirty = true;
      if (paused || timer !== undefined) return;
      timer = window.setTimeout(ask, Math.max(0, lastAt + minIntervalMs - Date.now()));
    };
    const unfollow = client.follow(topic, {
      position: () => null,
      heldCount: () => (dirty ? 1 : 0),
      onRows: note,
      onInvalidate: note,
      onCovered: note,
      onReset: note,
      onPause: (value) => {
        paused = value;
        if (!paused && dirty) note();
      },
    });
    return () => {
      unfollow();
      window.clearTimeout(timer);
    };
  }, [client, queryClient, topic, hash]);
}

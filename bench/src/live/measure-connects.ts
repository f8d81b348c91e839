import { readLoopDelay } from "./loop-delay.ts";
import type { LiveTarget } from "./measure-live.ts";
import { type SseSubscriber, subscribe } from "./sse-subscriber.ts";

/** Opens all streams in the same moment, as after a restart of ops-server, and waits for the first message of each. */
export async function measureConnects(target: LiveTarget, streams: number): Promise<string> {
  await readLoopDelay(target.baseUrl);
  const startedAtMs = performance.now();
  const opened: SseSubscriber[] = [];
  await Promise.all(
    Array.from(
      { length: streams },
      () =>
        new Promise<void>((synced) => {
          const { baseUrl, cookie } = target;
          const topics = ["workloads:production"];
          const onData = (data: string) => void (data.includes('"synced"') && synced());
          opened.push(subscribe({ baseUrl, cookie, topics, onData }));
        }),
    ),
  );
  const tookMs = performance.now() - startedAtMs;
  const { p99Ms, maxMs } = await readLoopDelay(target.baseUrl);
  for (const subscriber of opened) subscriber.disconnect();
  return `${streams} streams opened at once: all served after ${tookMs.toFixed(0)} ms, loop delay p99 ${p99Ms.toFixed(1)} ms, max ${maxMs.toFixed(1)} ms.`;
}

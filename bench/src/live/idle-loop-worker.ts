import { monitorEventLoopDelay } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
import { samplePeriodMs } from "./loop-delay.ts";

/** Does nothing but note how late its own timer is; answers each message with the longest since the last. */
const histogram = monitorEventLoopDelay({ resolution: samplePeriodMs });
histogram.enable();
parentPort?.on("message", () => {
  parentPort?.postMessage(Math.max(0, histogram.max / 1e6 - samplePeriodMs));
  histogram.reset();
});

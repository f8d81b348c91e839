import { createServer } from "node:http";
import { samplePeriodMs } from "./loop-delay.ts";

/**
 * Loaded into ops-server before its own code. Notes the most CPU time that the main thread took between two turns of a
 * short timer: how long its own work kept the event loop busy, whatever else the machine had to do meanwhile. Answers on
 * a socket named after the process, each time with the most since the last.
 */
const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let last = cpuMs();
let most = 0;
setInterval(() => {
  const now = cpuMs();
  most = Math.max(most, now - last);
  last = now;
}, samplePeriodMs).unref();

createServer((_request, response) => {
  response.end(String(most));
  most = 0;
})
  .listen(`${process.env.STALL_PROBE_DIR}/${process.pid}`)
  .unref();

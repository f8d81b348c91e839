// First: what is to be traced must not be loaded before.
import "@horizon/telemetry/start";

await import("./run-worker.ts");

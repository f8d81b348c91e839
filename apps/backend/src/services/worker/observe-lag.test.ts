import { closeDb, createDb } from "@horizon/db";
import { createLogger } from "@horizon/logger";
import { expect, onTestFinished, test } from "vitest";
import { createServiceMetrics } from "../../platform/metrics.ts";
import { observeLag } from "./observe-lag.ts";

test("while the database is away the lag is not known, and the other metrics are told", async () => {
  const db = createDb("postgresql://nobody@127.0.0.1:1/none", {
    poolMax: 1,
    applicationName: "test",
    schema: "worker",
  });
  onTestFinished(() => closeDb(db));
  const metrics = createServiceMetrics("worker-service");
  observeLag({ db, metrics, logger: createLogger("test", { level: "silent" }) });
  metrics.count("jobs_run", { service: "billing-service", job: "test", outcome: "succeeded" });
  const told = await metrics.registry.metrics();
  expect(told).toMatch(/jobs_run\S*\{.*outcome="succeeded"/);
  expect(told).not.toMatch(/^horizon_outbox_pending\{/m);
});

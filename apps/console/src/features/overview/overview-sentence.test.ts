import type { HealthState, ServiceOverview, WaitingItem } from "@horizon/contracts";
import { expect, test } from "vitest";
import { overviewSentence } from "./overview-sentence";

function service(name: string, state: HealthState, present = true): ServiceOverview {
  const workload = present ? { kind: "Rollout" as const, namespace: "n", name } : null;
  const cell = {
    environment: "production",
    workload,
    health: { state, reason: "" },
    version: "",
    ready: 1,
    desired: 1,
  };
  return { service: name, cells: [{ ...cell, rollout: null, lastChange: null }] };
}

function waits(kind: WaitingItem["kind"], actionable = true): WaitingItem {
  const since = "2026-01-01T00:00:00Z";
  return { key: kind, kind, environment: "production", title: "", detail: "", since, href: "/", actionable };
}

test.each([
  { services: [], waiting: [], sentence: "No services were found here" },
  { services: [service("a", "Healthy")], waiting: [], sentence: "All 1 service is fine" },
  {
    services: [service("a", "Healthy"), service("b", "Failed"), service("c", "Unknown")],
    waiting: [waits("rollout")],
    sentence: "2 of 3 services need attention; 1 canary waits for you",
  },
  {
    services: [service("a", "Degraded"), service("b", "Paused"), service("gone", "Unknown", false)],
    waiting: [waits("approval"), waits("approval"), waits("rollout", false)],
    sentence: "1 of 2 services needs attention; 2 approvals wait for you",
  },
  {
    services: [service("a", "Healthy"), service("b", "Progressing")],
    waiting: [],
    sentence: "1 of 2 services is progressing",
  },
  {
    services: [service("a", "Failed"), service("b", "Progressing"), service("c", "Progressing")],
    waiting: [waits("rollout")],
    sentence: "1 of 3 services needs attention, 2 are progressing; 1 canary waits for you",
  },
  {
    services: [service("a", "Healthy"), service("b", "Healthy")],
    waiting: [waits("stuck"), waits("stuck", false)],
    sentence: "All 2 services are fine; 1 action is not picked up",
  },
])("$sentence", ({ services, waiting, sentence }) => {
  expect(overviewSentence({ services, waiting, freshness: {} }, "production")).toBe(sentence);
});

test("of a cluster that was never read it says that nothing is known, and not that nothing is there", () => {
  const freshness = { production: { state: "unreachable" as const, asOf: null, reason: "refused" } };
  const unread = { services: [service("a", "Unknown", false)], waiting: [], freshness };
  expect(overviewSentence(unread, "production")).toBe(
    "The cluster has not been read yet: how its services are is not known",
  );
  expect(overviewSentence(unread, "staging")).toBe("No services were found here");
});

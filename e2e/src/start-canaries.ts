import { callScenario } from "./lab-control.ts";

const tests = ["everybody", "twice", "nobody"] as const;
/** What a test does with the canary that is its own: promotes it to everybody, promotes it twice, is answered by nobody. */
export type CanaryName = (typeof tests)[number];

/**
 * Deploys a sound release for each test that needs a canary, to a service that has none. They reach their first gate
 * while other tests run. What is deployed has no lab, and no test that promotes.
 */
export default async function startCanaries(): Promise<void> {
  if (!process.env.LAB_CONTROL_URL) return;
  const services: string[] = [];
  for (const _test of tests) {
    const [service = ""] = (await callScenario("good-canary")).split(" ");
    services.push(service);
  }
  if (new Set(services).size < tests.length) throw new Error(`Canaries share a service: ${services.join()}`);
  // The processes of the tests start after this and have it from here.
  process.env.CANARIES = services.join();
}

/** The service whose canary is for this test alone. */
export function canaryFor(name: CanaryName): string {
  const service = process.env.CANARIES?.split(",")[tests.indexOf(name)];
  if (!service) throw new Error("No canary was started.");
  return service;
}

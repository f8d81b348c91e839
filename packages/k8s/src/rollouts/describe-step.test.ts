import { expect, it } from "vitest";
import { rolloutOf } from "../testing/fixtures.ts";
import { describeStep } from "./describe-step.ts";

it.each([
  [{ setHeaderRoute: { name: "beta", match: [{}] } }, "Route by header", "Route beta to the canary"],
  [{ setHeaderRoute: { name: "beta" } }, "Stop routing by header", "Takes route beta away"],
  [
    { setMirrorRoute: { name: "copy", percentage: 35, match: [{}] } },
    "Mirror traffic",
    "Copies 35 % of the requests to the canary",
  ],
  [{ setMirrorRoute: { name: "copy" } }, "Stop mirroring traffic", "Takes route copy away"],
])("a route without a match is taken away: %j", (step, title, detail) => {
  expect(describeStep(rolloutOf({ steps: [step] }), 0)).toMatchObject({ title, detail });
});

it.each([
  [{ weight: 250 }, "Scale the canary to 25 % of the pods"],
  [{ replicas: 1 }, "Scale the canary to 1 pod"],
  [{ matchTrafficWeight: true }, "Scale the canary with its traffic weight"],
])("a scale counts its weight as the router does: %j", (setCanaryScale, title) => {
  const canary = { trafficRouting: { maxTrafficWeight: 1000, nginx: {} } };
  expect(describeStep(rolloutOf({ steps: [{ setCanaryScale }], canary }), 0).title).toBe(title);
});

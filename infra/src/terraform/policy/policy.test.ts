import { expect, test } from "vitest";
import { formatFindings } from "../../policy/finding.ts";
import { planEverything } from "../configuration/plan-everything.ts";
import {
  closedToTheWorld,
  launchedTaggedForCost,
  lockedState,
  noSecretDefaults,
  noWildcardRights,
  publishedParameters,
  taggedForCost,
} from "./access-rules.ts";
import {
  deletionProtection,
  encryptedAtRest,
  finalSnapshot,
  noPublicData,
  noSecretInState,
  tlsEverywhere,
} from "./data-rules.ts";
import { exclusiveArguments } from "./exclusive-arguments.ts";
import { drPeers, regionOfFolder } from "./recovery-rules.ts";
import type { Rule } from "./testing/planned-configuration.ts";

const rules: readonly Rule[] = [
  encryptedAtRest,
  tlsEverywhere,
  noPublicData,
  deletionProtection,
  finalSnapshot,
  noSecretInState,
  taggedForCost,
  launchedTaggedForCost,
  closedToTheWorld,
  noWildcardRights,
  drPeers,
  exclusiveArguments,
];

test("the configuration keeps every rule", async () => {
  const { configuration, resources } = await planEverything();
  expect(resources.length).toBeGreaterThan(800);
  const findings = [
    ...rules.flatMap((rule) => rule(resources)),
    ...noSecretDefaults(configuration),
    ...lockedState(configuration),
    ...regionOfFolder(configuration),
    ...publishedParameters(configuration, resources),
  ];
  expect(formatFindings(findings)).toBe("");
});

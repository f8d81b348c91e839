import { expect } from "vitest";
import type { Finding } from "../../../policy/finding.ts";
import type { PlannedResource } from "../../configuration/expand-root.ts";
import type { Module } from "../../configuration/load-configuration.ts";
import { planEverything } from "../../configuration/plan-everything.ts";
import type { Value } from "../../hcl/value.ts";

export type Rule = (resources: readonly PlannedResource[]) => Finding[];

export interface PlannedConfiguration {
  readonly configuration: ReadonlyMap<string, Module>;
  readonly resources: readonly PlannedResource[];
  /** The planned resources, with one attribute of those at an address replaced. */
  set(address: RegExp, name: string, value: Value): PlannedResource[];
  without(address: RegExp): PlannedResource[];
}

/** The configuration as it would be applied, and as it would be with one thing broken. */
export async function planConfiguration(): Promise<PlannedConfiguration> {
  const { configuration, resources } = await planEverything();
  const isAt = (address: RegExp) => (resource: PlannedResource) =>
    address.test(`${resource.root}: ${resource.address}`);
  return {
    configuration,
    resources,
    set(address, name, value) {
      const isChanged = isAt(address);
      if (!resources.some(isChanged)) throw new Error(`nothing is at ${address}`);
      return resources.map((resource) =>
        isChanged(resource) ? { ...resource, values: { ...resource.values, [name]: value } } : resource,
      );
    },
    without(address) {
      const isGone = isAt(address);
      if (!resources.some(isGone)) throw new Error(`nothing is at ${address}`);
      return resources.filter((resource) => !isGone(resource));
    },
  };
}

/** Something was found, and each message is a sentence. */
export function expectFound(findings: readonly Finding[]): void {
  expect(findings.length).toBeGreaterThan(0);
  for (const { message } of findings) expect(message).toMatch(/[.]$/);
}

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ReplicaCount } from "./canary-replicas.ts";
import {
  abortWeight,
  approximateWeight,
  resolveFenceposts,
  stepBasicCanary,
  targetRoutedCanary,
} from "./canary-replicas.ts";

interface Cases {
  approximateWeights: {
    replicas: number;
    weight: number;
    maxWeight: number;
    maxSurge: number;
    expCanary: number;
    expStable: number;
  }[];
  basicCanary: {
    name: string;
    replicas: number;
    setWeight: number;
    promoteFull: boolean;
    abort: boolean;
    maxSurge: string | null;
    maxUnavailable: string | null;
    canary: ReplicaCount | null;
    stable: ReplicaCount | null;
    older: ReplicaCount | null;
    expect: { canary: number; stable: number };
  }[];
  dynamicStableScale: {
    replicas: number;
    setWeightSteps: number[];
    abort: boolean;
    canaryWeight: number;
    stableWeight: number;
    canarySpecAvail: number;
    stableSpec: number;
    stableAvail: number;
    expCanary: number;
    expStable: number;
  }[];
}

const cases = JSON.parse(
  readFileSync(new URL("./testdata/canary-replica-cases.json", import.meta.url), "utf8"),
) as Cases;

/** `intstr.FromInt(3)` or `intstr.FromString("20%")`, as the upstream tables write them. */
function parseIntOrString(text: string | null): number | string | undefined {
  if (text === null) return undefined;
  const [, number, quoted] = /FromInt\((\d+)\)|FromString\("(.+)"\)/.exec(text) ?? [];
  return number === undefined ? quoted : Number(number);
}

describe("canary replica counts agree with the controller's own tables", () => {
  it.each(cases.approximateWeights)(
    "approximates weight $weight of $replicas pods with surge $maxSurge",
    ({ replicas, weight, maxWeight, maxSurge, expCanary, expStable }) => {
      expect(approximateWeight(replicas, weight, maxWeight, maxSurge)).toEqual({
        canary: expCanary,
        stable: expStable,
      });
    },
  );

  it.each(cases.basicCanary)("basic canary: $name", (example) => {
    const weight = example.promoteFull ? 100 : example.abort ? 0 : example.setWeight;
    const result = stepBasicCanary({
      replicas: example.replicas,
      weight,
      maxSurge: parseIntOrString(example.maxSurge),
      maxUnavailable: parseIntOrString(example.maxUnavailable),
      canary: example.canary ?? { spec: 0, available: 0 },
      stable: example.stable ?? undefined,
      older: example.older ? [example.older] : [],
    });
    expect(result).toEqual(example.expect);
  });

  it.each(cases.dynamicStableScale)(
    "dynamic stable scale: $setWeightSteps abort=$abort weights $canaryWeight/$stableWeight",
    (example) => {
      const aborted = example.abort;
      const weight = aborted
        ? abortWeight({
            replicas: example.replicas,
            setWeights: example.setWeightSteps,
            // Rows of zeros are those whose fixture has no ReplicaSets at all.
            stableAvailable: example.stableSpec > 0 ? example.stableAvail : undefined,
            canaryAvailable: example.canarySpecAvail > 0 ? example.canarySpecAvail : undefined,
          })
        : (example.setWeightSteps[0] ?? 0);
      expect(
        targetRoutedCanary({
          replicas: example.replicas,
          weight,
          dynamicStableScale: true,
          aborted,
          recorded: { canary: example.canaryWeight, stable: example.stableWeight },
        }),
      ).toEqual({ canary: example.expCanary, stable: example.expStable });
    },
  );
});

describe("resolveFenceposts", () => {
  it.each([
    [10, undefined, undefined, { surge: 3, unavailable: 2 }],
    [10, 0, 0, { surge: 0, unavailable: 1 }],
    [10, "3", 0, { surge: 1, unavailable: 0 }],
    [2, 0, 5, { surge: 0, unavailable: 2 }],
  ] as const)("%s replicas, surge %s, unavailable %s", (replicas, surge, unavailable, expected) => {
    expect(resolveFenceposts(replicas, surge, unavailable)).toEqual(expected);
  });
});

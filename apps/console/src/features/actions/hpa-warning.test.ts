import type { ClusterCommand, GuardResult, HpaInfo } from "@horizon/contracts";
import { expect, test } from "vitest";
import { checksToList, hpaWarning } from "./hpa-warning.ts";

const target = { environment: "staging", kind: "Deployment", namespace: "ns", name: "api" } as const;
const scale: ClusterCommand = { action: "workload.scale", target, replicas: 2 };
const setBounds: ClusterCommand = {
  action: "workload.setScaleBounds",
  target,
  minReplicas: 2,
  maxReplicas: 20,
};
const hpa: HpaInfo = {
  name: "api-hpa",
  minReplicas: 3,
  maxReplicas: 20,
  currentReplicas: 3,
  desiredReplicas: 3,
  fault: null,
  metrics: [],
  conditions: [],
};
const overruled: GuardResult = {
  id: "hpa-overrules",
  verdict: "warn",
  message: "Autoscaler api-hpa will overrule 2.",
  final: false,
};
const freeze: GuardResult = {
  id: "freeze-window",
  verdict: "warn",
  message: "A freeze is on.",
  final: false,
};

test("it is said beside the number from the start, and in the server's words once it has looked", () => {
  expect(hpaWarning(scale, { hpa }, undefined)).toMatch(
    /api-hpa keeps between 3 and 20 pods and will overrule/,
  );
  expect(hpaWarning(scale, { hpa }, [freeze])).toMatch(/will overrule a number set by hand/);
  expect(hpaWarning(scale, { hpa }, [freeze, overruled])).toBe(overruled.message);
});

test("it is not said where no autoscaler is known, or where its bounds are what is changed", () => {
  expect(hpaWarning(scale, { hpa: null }, undefined)).toBeNull();
  expect(hpaWarning(setBounds, { hpa }, undefined)).toBeNull();
});

test("what is said beside the number is not said again among the checks, and nothing is left unsaid", () => {
  expect(checksToList([freeze, overruled], overruled.message)).toEqual([freeze]);
  expect(checksToList([freeze, overruled], null)).toEqual([freeze, overruled]);
});

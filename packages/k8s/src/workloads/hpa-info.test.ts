import { hpaInfo } from "@horizon/contracts";
import { expect, it } from "vitest";
import type { HpaMetric } from "../kubernetes/workload.ts";
import { hpaOf } from "../testing/fixtures.ts";
import { toHpaInfo } from "./hpa-info.ts";

function metricsOf(...pairs: { spec: HpaMetric; status?: HpaMetric }[]) {
  const hpa = hpaOf(3, 20);
  const metrics = pairs.map(({ spec }) => spec);
  const currentMetrics = pairs.flatMap(({ status }) => status ?? []);
  return hpaInfo.parse(toHpaInfo({ ...hpa, spec: { ...hpa.spec, metrics }, status: { currentMetrics } }))
    .metrics;
}

it("tells a share of the request from a plain value", () => {
  const queue = { metric: { name: "queue_length" } };
  expect(
    metricsOf(
      {
        spec: { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } },
        status: {
          type: "Resource",
          resource: { name: "cpu", current: { averageUtilization: 63, averageValue: "630m" } },
        },
      },
      {
        spec: { type: "Resource", resource: { name: "memory", target: { averageValue: "1Gi" } } },
        status: {
          type: "Resource",
          resource: { name: "memory", current: { averageUtilization: 10, averageValue: "512Mi" } },
        },
      },
      {
        spec: { type: "External", external: { ...queue, target: { averageValue: "30" } } },
        status: { type: "External", external: { ...queue, current: { averageValue: "12500m" } } },
      },
    ),
  ).toEqual([
    { name: "cpu", target: 70, current: 63, isPercent: true },
    { name: "memory", target: 2 ** 30, current: 2 ** 29, isPercent: false },
    { name: "queue_length", target: 30, current: 12.5, isPercent: false },
  ]);
});

it("does not take one metric's value for that of another of the same name", () => {
  const queue = (name: string) => ({ name: "queue_length", selector: { matchLabels: { queue: name } } });
  expect(
    metricsOf(
      { spec: { type: "External", external: { metric: queue("letters"), target: { value: "30" } } } },
      {
        spec: { type: "External", external: { metric: queue("reports"), target: { value: "10" } } },
        status: { type: "External", external: { metric: queue("reports"), current: { value: "4" } } },
      },
      { spec: { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } } },
      {
        spec: {
          type: "ContainerResource",
          containerResource: { container: "web", name: "cpu", target: { averageUtilization: 60 } },
        },
        status: {
          type: "ContainerResource",
          containerResource: { container: "web", name: "cpu", current: { averageUtilization: 21 } },
        },
      },
    ),
  ).toEqual([
    { name: "queue_length", target: 30, current: null, isPercent: false },
    { name: "queue_length", target: 10, current: 4, isPercent: false },
    { name: "cpu", target: 70, current: null, isPercent: true },
    { name: "cpu of web", target: 60, current: 21, isPercent: true },
  ]);
});

it.each([
  ["AbleToScale", "False", "FailedGetScale", "cannot scale it"],
  ["ScalingActive", "False", "FailedGetResourceMetric", "cannot read its metrics"],
  ["ScalingActive", "False", "AmbiguousSelector", "stopped: more than one autoscaler"],
  ["ScalingActive", "False", "ScalingDisabled", "stopped while there are 0 pods"],
  ["ScalingActive", "True", "ValidMetricFound", null],
  ["ScalingLimited", "True", "TooManyReplicas", null],
])("an autoscaler with %s %s (%s): %s", (type, status, reason, fault) => {
  const hpa = hpaOf(3, 20);
  expect(toHpaInfo({ ...hpa, status: { conditions: [{ type, status, reason }] } }).fault).toBe(fault);
});

it("a new autoscaler has measured nothing, which the API server writes as null", () => {
  const hpa = { ...hpaOf(3, 20), status: { currentMetrics: null, conditions: null } };
  expect(hpaInfo.parse(toHpaInfo(hpa))).toMatchObject({
    fault: null,
    conditions: [],
    metrics: [{ name: "cpu", current: null }],
  });
});

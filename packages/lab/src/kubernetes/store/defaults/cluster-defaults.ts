import type { KubeObject } from "../object-store.ts";
import { isJsonObject, type JsonObject } from "../read-path.ts";
import { changeAt, changeEachAt, fillDefaults } from "./fill-defaults.ts";

const withDefaults = (object: KubeObject, defaults: JsonObject): KubeObject =>
  fillDefaults(object as KubeObject & JsonObject, defaults);

export const defaultPriorityClass = (priorityClass: KubeObject) =>
  withDefaults(priorityClass, { preemptionPolicy: "PreemptLowerPriority" });

export const defaultStorageClass = (storageClass: KubeObject) =>
  withDefaults(storageClass, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });

const quantities = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** Limits default to the maximum, requests to the limit, or else to the minimum. */
function defaultLimits(item: JsonObject): JsonObject {
  if (item.type !== "Container") return item;
  const limits = fillDefaults(quantities(item.default), quantities(item.max));
  const requests = fillDefaults(fillDefaults(quantities(item.defaultRequest), limits), quantities(item.min));
  const filled: JsonObject = {
    ...(Object.keys(limits).length > 0 ? { default: limits } : {}),
    ...(Object.keys(requests).length > 0 ? { defaultRequest: requests } : {}),
  };
  const isSame = Object.entries(filled).every(([name, value]) => value === item[name]);
  return isSame ? item : { ...item, ...filled };
}

export const defaultLimitRange = (range: KubeObject): KubeObject =>
  changeAt(range as KubeObject & JsonObject, "spec", (spec) => changeEachAt(spec, "limits", defaultLimits));

export const defaultVolumeClaim = (claim: KubeObject): KubeObject =>
  changeAt(claim as KubeObject & JsonObject, "spec", (spec) =>
    fillDefaults(spec, { volumeMode: "Filesystem" }),
  );

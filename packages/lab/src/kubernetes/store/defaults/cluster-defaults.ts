import type { KubeObject } from "../object-store.ts";
import type { JsonObject } from "../read-path.ts";
import { fillDefaults } from "./fill-defaults.ts";

const withDefaults = (object: KubeObject, defaults: JsonObject): KubeObject =>
  fillDefaults(object as KubeObject & JsonObject, defaults);

export const defaultPriorityClass = (priorityClass: KubeObject) =>
  withDefaults(priorityClass, { preemptionPolicy: "PreemptLowerPriority" });

export const defaultStorageClass = (storageClass: KubeObject) =>
  withDefaults(storageClass, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });

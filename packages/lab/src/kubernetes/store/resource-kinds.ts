import { ABSENT_KINDS } from "./kinds/absent-kinds.ts";
import { CLUSTER_KINDS } from "./kinds/cluster-kinds.ts";
import { CORE_KINDS } from "./kinds/core-kinds.ts";
import { CUSTOM_KINDS } from "./kinds/custom-kinds.ts";
import { WORKLOAD_KINDS } from "./kinds/workload-kinds.ts";
import type { ResourceKind } from "./resource-kind.ts";

/** Every kind the lab's cluster is born with. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  ...CORE_KINDS,
  ...WORKLOAD_KINDS,
  ...ABSENT_KINDS,
  ...CLUSTER_KINDS,
  ...CUSTOM_KINDS,
];

import { defineKinds } from "../define-kinds.ts";
import type { ResourceKind } from "../resource-kind.ts";

const NONE_HERE = ["get", "list", "watch"];

/**
 * What every cluster has and nothing in the lab acts on: it can be looked for, as `kubectl get all` and
 * `apply --prune` do, and there is none. Creating one is 405.
 */
export const ABSENT_KINDS: readonly ResourceKind[] = [
  ...defineKinds("", "v1", false, [
    {
      kind: "PersistentVolume",
      plural: "persistentvolumes",
      shortNames: ["pv"],
      namespaced: false,
      verbs: NONE_HERE,
    },
    {
      kind: "ReplicationController",
      plural: "replicationcontrollers",
      shortNames: ["rc"],
      categories: ["all"],
      verbs: NONE_HERE,
    },
  ]),
];

import { isDeepStrictEqual } from "node:util";
import { frozenCopy } from "./frozen-copy.ts";
import type { KubeObject, NewKubeObject, ObjectMeta } from "./object-store.ts";
import { apiVersionOf, hasStatus, type ResourceKind } from "./resource-kind.ts";
import { conflict, invalid } from "./status-error.ts";

/** Times of metadata have whole seconds, as `metav1.Time` has. */
export const toTimestamp = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** The object as it will be stored, but for its resourceVersion: identity, defaults, first generation and status. */
export function prepareCreate(
  kind: ResourceKind,
  input: NewKubeObject,
  given: { nowMs: number; uid: string; suffix: string },
): KubeObject {
  const { name, generateName, namespace, uid: _, resourceVersion: __, ...rest } = input.metadata;
  const { deletionTimestamp: ___, deletionGracePeriodSeconds: ____, ...kept } = rest;
  if (!name && !generateName) {
    const field = "metadata.name";
    throw invalid(kind, "", [
      { field, reason: "FieldValueRequired", message: "Required value: name or generateName is required" },
    ]);
  }
  const metadata: ObjectMeta = {
    name: name || `${generateName}${given.suffix}`,
    ...(generateName ? { generateName } : {}),
    ...(kind.namespaced ? { namespace: namespace || "default" } : {}),
    uid: given.uid,
    resourceVersion: "",
    ...kept,
    ...(kind.generation === "none" ? {} : { generation: 1 }),
    creationTimestamp: toTimestamp(given.nowMs),
  };
  const object: KubeObject = {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata,
    ...contentOf(input),
  };
  const firstStatus =
    hasStatus(kind) && !kind.keepsStatusOnCreate ? kind.initialStatus?.(object) : input.status;
  const complete = firstStatus === undefined ? object : { ...object, status: firstStatus };
  return kind.applyDefaults?.(complete) ?? complete;
}

function checkVersion(kind: ResourceKind, current: KubeObject, input: KubeObject): void {
  const { name, resourceVersion, uid } = input.metadata;
  if (uid && uid !== current.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
    throw conflict(kind, name, why);
  }
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) throw conflict(kind, name);
}

/** What a writer cannot change: identity, age and the deletion that is under way. */
function fixedMetadata(current: ObjectMeta) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = current;
  const { generation, deletionTimestamp, deletionGracePeriodSeconds } = current;
  return {
    name,
    namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  };
}

type Contents = KubeObject | NewKubeObject;
const contentOf = ({ apiVersion: _, kind: __, metadata: ___, status: ____, ...content }: Contents) => content;
const bodyOf = ({ apiVersion: _, kind: __, metadata: ___, ...content }: Contents) => content;

function isNewGeneration(kind: ResourceKind, before: KubeObject, after: KubeObject): boolean {
  if (kind.generation === "none") return false;
  if (kind.generation === "spec") return !isDeepStrictEqual(contentOf(before), contentOf(after));
  return !isDeepStrictEqual(bodyOf(before), bodyOf(after));
}

/** The next state after a write to the main resource. 409 when its resourceVersion or uid is not the stored one. */
export function prepareUpdate(kind: ResourceKind, current: KubeObject, input: KubeObject): KubeObject {
  checkVersion(kind, current, input);
  const nextStatus = hasStatus(kind) ? current.status : input.status;
  const fixed = fixedMetadata(current.metadata);
  const plain: KubeObject = {
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: { ...input.metadata, ...fixed },
    ...contentOf(input),
    ...(nextStatus === undefined ? {} : { status: nextStatus }),
  };
  const next = kind.applyDefaults?.(plain) ?? plain;
  if (!isNewGeneration(kind, current, frozenCopy(next))) return next;
  return { ...next, metadata: { ...next.metadata, generation: (fixed.generation ?? 0) + 1 } };
}

/** The next state after a write to the `status` subresource: everything else is the stored one's. */
export function prepareStatusUpdate(kind: ResourceKind, current: KubeObject, input: KubeObject): KubeObject {
  checkVersion(kind, current, input);
  const next = { ...current, status: input.status };
  if (kind.generation !== "content" || isDeepStrictEqual(current.status, input.status)) return next;
  return { ...next, metadata: { ...current.metadata, generation: (current.metadata.generation ?? 0) + 1 } };
}

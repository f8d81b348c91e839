import type { KubeObject, OwnerReference } from "./object-store.ts";

/** For the metadata of what a controller creates for `owner`: it is deleted with it. `metav1.NewControllerRef` upstream. */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

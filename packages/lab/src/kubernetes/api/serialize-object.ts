import type { KubeObject } from "../store/object-store.ts";
import { apiVersionOf, type ResourceKind } from "../store/resource-kind.ts";

const jsonOf = new WeakMap<KubeObject, string>();
const viewOf = new WeakMap<KubeObject, KubeObject>();

/** The stored object in the shape of the kind that was asked for. */
export function presentObject(kind: ResourceKind, stored: KubeObject): KubeObject {
  if (!kind.view) return stored;
  if (kind.view.isLive) return kind.view.toView(stored);
  const known = viewOf.get(stored);
  if (known) return known;
  const view = kind.view.toView(stored);
  viewOf.set(stored, view);
  return view;
}

/** JSON of a frozen object, made once however many lists and watches need it. */
export function serializeObject(object: KubeObject): string {
  const known = jsonOf.get(object);
  if (known !== undefined) return known;
  const json = JSON.stringify(object);
  jsonOf.set(object, json);
  return json;
}

/** JSON of an item in a list: the built-in kinds leave out `apiVersion` and `kind`, custom kinds keep them. */
export function serializeItem(kind: ResourceKind, stored: KubeObject): string {
  const json = serializeObject(presentObject(kind, stored));
  if (kind.custom) return json;
  const prefix = `{"apiVersion":"${apiVersionOf(kind)}","kind":"${kind.kind}",`;
  return json.startsWith(prefix) ? `{${json.slice(prefix.length)}` : json;
}

import { frozenCopy } from "../store/frozen-copy.ts";
import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import { isJsonObject, type JsonObject, textAt } from "../store/read-path.ts";

/** scheduling.k8s.io/v1 PriorityClass. */
interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

const CLASSES = "priorityclasses.scheduling.k8s.io";
/** Pods of a template share their spec: so do those that got a priority. */
const specsWithClass = new WeakMap<object, { of: PriorityClass; spec: JsonObject }>();

function withClass(spec: JsonObject, of: PriorityClass): JsonObject {
  const known = specsWithClass.get(spec);
  if (known?.of === of) return known.spec;
  const { value: priority, preemptionPolicy = "PreemptLowerPriority" } = of;
  const made = frozenCopy({ ...spec, priorityClassName: of.metadata.name, priority, preemptionPolicy });
  specsWithClass.set(spec, { of, spec: made });
  return made;
}

/**
 * The pod's spec with the number behind its class, or behind the cluster's default class. A pod without either is left as it
 * is, which means 0. The text says that there is no such class.
 */
export function withPriority(store: ObjectStore, spec: unknown): JsonObject | string | undefined {
  if (!isJsonObject(spec)) return undefined;
  const name = textAt(spec, ["priorityClassName"]);
  if (!name) {
    const byDefault = store.list<PriorityClass>(CLASSES).find(({ globalDefault }) => globalDefault);
    return byDefault ? withClass(spec, byDefault) : spec;
  }
  const named = store.find<PriorityClass>(CLASSES, null, name);
  return named ? withClass(spec, named) : `no PriorityClass with name ${name} was found`;
}

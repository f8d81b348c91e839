import { evaluate, type Scope } from "../hcl/evaluate.ts";
import { type Instance, isObject, UNKNOWN, type Value } from "../hcl/value.ts";
import type { Block } from "./load-configuration.ts";

/** Meta-arguments, which are no attributes of a resource. */
const metaArguments = new Set(["count", "for_each", "lifecycle", "depends_on", "provider", "dynamic"]);

/** One instance: what stands behind its address, and what `count` and `each` are in it. */
interface Each {
  readonly key: string;
  readonly each: { readonly [name: string]: Value } | null;
}

/** The instances of a block: one, or as many as `count` and `for_each` say. Unknown counts as none. */
export function instancesOf(body: Block, scope: Scope): Each[] {
  if ("count" in body) {
    const count = evaluate(body.count, scope);
    return Array.from({ length: typeof count === "number" ? count : 0 }, (_, index) => ({
      key: `[${index}]`,
      each: { count: { index } },
    }));
  }
  if ("for_each" in body) {
    return entriesOf(evaluate(body.for_each, scope)).map(([key, value]) => ({
      key: `["${key}"]`,
      each: { each: { key, value } },
    }));
  }
  return [{ key: "", each: null }];
}

function entriesOf(value: Value): [string, Value][] {
  if (Array.isArray(value)) return value.map((item) => [String(item), item]);
  return isObject(value) ? Object.entries(value) : [];
}

/** What a name of several instances stands for: a list, a map, or the one that there is. */
export function collect(body: Block, instances: readonly (readonly [string, Instance])[]): Value {
  if ("count" in body) return instances.map(([, instance]) => instance);
  if ("for_each" in body) {
    return Object.fromEntries(instances.map(([key, instance]) => [key.slice(2, -2), instance]));
  }
  return instances[0]?.[1] ?? UNKNOWN;
}

/** A scope in which `count` and `each` are those of one instance. */
export function withEach(scope: Scope, each: Each["each"]): Scope {
  return (name) => (each && Object.hasOwn(each, name) ? each[name] : scope(name));
}

/** The inputs that a module block gives. */
export function inputsOf(body: Block): Block {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([key]) => !metaArguments.has(key) && key !== "source" && key !== "providers",
    ),
  );
}

/** Attributes and blocks, evaluated. A nested block may have a `lifecycle` of its own, as a rule of a backup plan does. */
export function valuesOf(body: Block, scope: Scope, isResource = false): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [key, source] of Object.entries(body)) {
    if (key === "dynamic" || (isResource && metaArguments.has(key))) continue;
    values[key] =
      Array.isArray(source) && source.every(isBlock)
        ? source.map((block) => valuesOf(block, scope))
        : evaluate(source, scope);
  }
  for (const [label, blocks] of Object.entries((body.dynamic ?? {}) as Record<string, Block[]>)) {
    const made = blocks.flatMap((block) => {
      const content = ((block.content ?? []) as Block[])[0] ?? {};
      const source = evaluate(block.for_each, scope);
      const entries: [Value, Value][] = Array.isArray(source)
        ? source.map((item) => [item, item])
        : entriesOf(source);
      return entries.map(([key, value]) =>
        valuesOf(content, (name) => (name === label ? { key, value } : scope(name))),
      );
    });
    values[label] = [...(Array.isArray(values[label]) ? values[label] : []), ...made];
  }
  return values;
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { evaluate, type Scope } from "../hcl/evaluate.ts";
import { Instance, UNKNOWN, type Value } from "../hcl/value.ts";
import { applyDefaults } from "./apply-defaults.ts";
import { collect, instancesOf, valuesOf, withEach } from "./block-values.ts";
import type { Module } from "./load-configuration.ts";

/** Names of a module's expressions, evaluated when they are asked for. */
export function makeScope(
  module: Module,
  inputs: Readonly<Record<string, Value>>,
  getChild: (name: string) => Value,
  /** What the provider puts on everything: the data source that tells of it is the one that is known without an account. */
  defaultTags: Value = UNKNOWN,
): Scope {
  const known = new Map<string, Value>();
  /** A value that is asked for while it is being worked out is not known: a cycle, or a resource that names itself. */
  const once = (key: string, work: () => Value): Value => {
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, UNKNOWN);
    const value = work();
    known.set(key, value);
    return value;
  };
  const variables = new Instance(() =>
    Object.fromEntries(
      [...module.variables].map(([name, body]) => {
        const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
        const value = given ?? ("default" in body ? evaluate(body.default, () => undefined) : UNKNOWN);
        return [name, given === null ? null : applyDefaults(String(body.type ?? "any"), value)];
      }),
    ),
  );
  const locals = {
    get: (name: string) =>
      once(`local.${name}`, () =>
        module.locals.has(name) ? evaluate(module.locals.get(name), scope) : UNKNOWN,
      ),
  };
  const scope: Scope = (name) => {
    if (name === "var") return variables;
    if (name === "local") return lazy(locals.get);
    if (name === "module") return lazy(getChild);
    if (name === "data")
      return lazy((type) => (type === "aws_default_tags" ? lazy(() => ({ tags: defaultTags })) : UNKNOWN));
    if (name === "path") return { module: ".", root: ".", cwd: "." };
    const ofType = module.resources.filter(({ type }) => type === name);
    if (ofType.length === 0) return undefined;
    return lazy((resource) => {
      const declaration = ofType.find((candidate) => candidate.name === resource);
      if (!declaration) return UNKNOWN;
      return once(`${name}.${resource}`, () =>
        collect(
          declaration.body,
          instancesOf(declaration.body, scope).map(({ key, each }) => {
            let values: Record<string, Value> | undefined;
            const instance = new Instance(() => {
              values ??= valuesOf(declaration.body, withEach(scope, each), true);
              return values;
            });
            return [key, instance] as const;
          }),
        ),
      );
    });
  };
  return scope;
}

/** An object of which each attribute is worked out when it is asked for. */
function lazy(get: (name: string) => Value): Instance {
  const instance = new Instance(() => ({}));
  instance.get = get;
  return instance;
}

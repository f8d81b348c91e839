import { join, normalize } from "node:path";
import { evaluate, type Scope } from "../hcl/evaluate.ts";
import { Instance, isObject, UNKNOWN, type Value } from "../hcl/value.ts";
import { applyDefaults } from "./apply-defaults.ts";
import type { Block, Declaration, Module } from "./load-configuration.ts";

/** One resource that an apply of a root would make. */
export interface PlannedResource {
  /** `live/production/us-east-1/data`. */
  readonly root: string;
  /** `module.database.aws_db_instance.replica[0]`. */
  readonly address: string;
  readonly type: string;
  /** Attributes and blocks; a block is a list of objects. What an apply would tell is UNKNOWN. */
  readonly values: Readonly<Record<string, Value>>;
  /** Region of the resource: its own `region`, or the provider's. */
  readonly region: Value;
  /** What the provider puts on it, and its own tags over them. */
  readonly tags: Readonly<Record<string, Value>>;
}

interface Provider {
  readonly region: Value;
  readonly tags: Readonly<Record<string, Value>>;
}

/** Meta-arguments, which are no attributes of a resource. */
const metaArguments = new Set(["count", "for_each", "lifecycle", "depends_on", "provider", "dynamic"]);

/**
 * What a root makes, as far as the configuration says: modules are entered with their inputs, `count` and `for_each` are
 * counted, defaults and locals are resolved. It is what a plan against an empty account would list.
 * @param inputs values of variables without a default, as `-var` would give them
 */
export function expandRoot(
  configuration: ReadonlyMap<string, Module>,
  path: string,
  inputs: Readonly<Record<string, Value>> = {},
): PlannedResource[] {
  const root = configuration.get(path);
  if (!root) throw new Error(`There is no root ${path}`);
  const planned: PlannedResource[] = [];
  const scope = makeScope(root, inputs, () => UNKNOWN);
  const providers = new Map(
    root.providers.map(({ type, body }) => {
      const values = evaluate(body, scope) as { [key: string]: Value };
      const tags = Array.isArray(values.default_tags) ? values.default_tags[0] : undefined;
      const provider: Provider = {
        region: values.region ?? UNKNOWN,
        tags:
          tags !== undefined && isObject(tags) && isObject(tags.tags ?? null)
            ? (tags.tags as Provider["tags"])
            : {},
      };
      return [typeof values.alias === "string" ? `${type}.${values.alias}` : type, provider] as const;
    }),
  );
  enter(root, inputs, providers, "");
  return planned;

  function enter(
    module: Module,
    variables: Readonly<Record<string, Value>>,
    available: ReadonlyMap<string, Provider>,
    prefix: string,
  ): Instance {
    const children = new Map<string, Value>();
    const inner = makeScope(module, variables, getChild, available.get("aws")?.tags);
    for (const name of module.modules.keys()) getChild(name);
    for (const declaration of module.resources) plan(declaration, inner, available, prefix);
    return new Instance(() =>
      Object.fromEntries([...module.outputs].map(([name, body]) => [name, evaluate(body.value, inner)])),
    );

    /** A module is entered once, when it is asked for: others may take its outputs whatever the order of their names. */
    function getChild(name: string): Value {
      const before = children.get(name);
      if (before !== undefined) return before;
      children.set(name, UNKNOWN);
      const body = module.modules.get(name);
      if (!body) return UNKNOWN;
      const child = configuration.get(normalize(join(module.path, String(body.source))));
      if (!child) throw new Error(`${module.path}: module ${name} has no source ${String(body.source)}`);
      const passed = new Map(available);
      for (const [local, given] of Object.entries((body.providers ?? {}) as Record<string, string>)) {
        const provider = available.get(bare(given));
        if (provider) passed.set(local, provider);
      }
      const instances = instancesOf(body, inner).map(({ key, each }) => {
        const values = evaluate(omitMeta(body), withEach(inner, each)) as { [key: string]: Value };
        return [key, enter(child, values, passed, `${prefix}module.${name}${key}.`)] as const;
      });
      const value = collect(body, instances);
      children.set(name, value);
      return value;
    }
  }

  function plan(
    { type, name, body }: Declaration,
    scope: Scope,
    available: ReadonlyMap<string, Provider>,
    prefix: string,
  ): void {
    const alias = typeof body.provider === "string" ? bare(body.provider) : type.split("_")[0];
    const provider = available.get(alias ?? "") ?? { region: UNKNOWN, tags: {} };
    for (const { key, each } of instancesOf(body, scope)) {
      const values = valuesOf(body, withEach(scope, each), true);
      const own = isObject(values.tags ?? null) ? (values.tags as Record<string, Value>) : {};
      planned.push({
        root: path,
        address: `${prefix}${type}.${name}${key}`,
        type,
        values,
        region: values.region ?? provider.region,
        tags: { ...provider.tags, ...own },
      });
    }
  }
}

/** Names of a module's expressions, evaluated when they are asked for. */
function makeScope(
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

interface Each {
  readonly key: string;
  readonly each: { readonly [name: string]: Value } | null;
}

/** The instances of a block: one, or as many as `count` and `for_each` say. Unknown counts as none. */
function instancesOf(body: Block, scope: Scope): Each[] {
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

function collect(body: Block, instances: readonly (readonly [string, Instance])[]): Value {
  if ("count" in body) return instances.map(([, instance]) => instance);
  if ("for_each" in body) {
    return Object.fromEntries(instances.map(([key, instance]) => [key.slice(2, -2), instance]));
  }
  return instances[0]?.[1] ?? UNKNOWN;
}

function withEach(scope: Scope, each: Each["each"]): Scope {
  return (name) => (each && Object.hasOwn(each, name) ? each[name] : scope(name));
}

function omitMeta(body: Block): Block {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([key]) => !metaArguments.has(key) && key !== "source" && key !== "providers",
    ),
  );
}

/** Attributes and blocks, evaluated. A nested block may have a `lifecycle` of its own, as a rule of a backup plan does. */
function valuesOf(body: Block, scope: Scope, isResource = false): Record<string, Value> {
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

function bare(reference: string): string {
  return reference.replace(/^\$\{|\}$/g, "");
}

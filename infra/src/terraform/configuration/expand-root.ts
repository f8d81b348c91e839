import { join, normalize } from "node:path";
import { evaluate, type Scope } from "../hcl/evaluate.ts";
import { Instance, isObject, UNKNOWN, type Value } from "../hcl/value.ts";
import { collect, inputsOf, instancesOf, valuesOf, withEach } from "./block-values.ts";
import type { Declaration, Module } from "./load-configuration.ts";
import { makeScope } from "./module-scope.ts";

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
        const values = evaluate(inputsOf(body), withEach(inner, each)) as { [key: string]: Value };
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

function bare(reference: string): string {
  return reference.replace(/^\$\{|\}$/g, "");
}

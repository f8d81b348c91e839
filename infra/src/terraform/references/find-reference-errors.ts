import { join, normalize } from "node:path";
import type { Finding } from "../../policy/finding.ts";
import type { Block, Module } from "../configuration/load-configuration.ts";
import type { Expression } from "../hcl/expression.ts";
import { parseTemplate } from "../hcl/parse-expression.ts";

/** First names of an expression that belong to Terraform and not to a resource type. */
const reserved = new Set([
  "var",
  "local",
  "module",
  "data",
  "ephemeral",
  "each",
  "count",
  "path",
  "self",
  "terraform",
  "output",
  "*",
]);

/**
 * Every reference leads somewhere: what `terraform validate` says of names, without Terraform. Calls of modules pass inputs that
 * exist and all that are required; `var`, `local`, `module.x.y`, `data` and resources resolve; no variable and no local is unused.
 */
export function findReferenceErrors(configuration: ReadonlyMap<string, Module>): Finding[] {
  return [...configuration.values()].flatMap((module) => checkModule(module, configuration));
}

function checkModule(module: Module, configuration: ReadonlyMap<string, Module>): Finding[] {
  const findings: Finding[] = [];
  const report = (rule: string, message: string) => findings.push({ rule, subject: module.path, message });
  const used = { variables: new Set<string>(), locals: new Set<string>() };

  for (const path of referencesOf(module)) {
    const [first = "", second = "", third = ""] = path;
    const name = path.join(".");
    if (first === "var") {
      used.variables.add(second);
      if (!module.variables.has(second))
        report("unknown-variable", `${name} is not declared: add variable "${second}".`);
    } else if (first === "local") {
      used.locals.add(second);
      if (!module.locals.has(second)) report("unknown-local", `${name} is not declared: add it to locals.`);
    } else if (first === "module") {
      const call = module.modules.get(second);
      const child = call && configuration.get(normalize(join(module.path, String(call.source))));
      if (!child) report("unknown-module", `${name} names a module that is not called here.`);
      else if (third && !child.outputs.has(third))
        report("unknown-output", `${name}: ${child.path} has no output "${third}".`);
    } else if (first === "data" || first === "ephemeral") {
      const declared = first === "data" ? module.dataSources : module.ephemerals;
      if (!declared.some(({ type, name: label }) => type === second && label === third)) {
        report("unknown-resource", `${name} is not declared.`);
      }
    } else if (!reserved.has(first) && first.includes("_")) {
      if (!module.resources.some(({ type, name: label }) => type === first && label === second)) {
        report("unknown-resource", `${name} is not declared.`);
      }
    }
  }
  for (const name of module.variables.keys()) {
    if (!used.variables.has(name) && name !== "environment")
      report("unused-variable", `Nothing uses var.${name}: remove it.`);
  }
  for (const name of module.locals.keys()) {
    if (!used.locals.has(name)) report("unused-local", `Nothing uses local.${name}: remove it.`);
  }
  for (const [name, body] of module.modules) findings.push(...checkCall(module, name, body, configuration));
  return findings;
}

function checkCall(
  module: Module,
  name: string,
  body: Block,
  configuration: ReadonlyMap<string, Module>,
): Finding[] {
  const subject = `${module.path}: module.${name}`;
  const child = configuration.get(normalize(join(module.path, String(body.source))));
  if (!child)
    return [{ rule: "unknown-source", subject, message: `There is no module at ${String(body.source)}.` }];
  const meta = new Set(["source", "version", "providers", "count", "for_each", "depends_on"]);
  const given = Object.keys(body).filter((key) => !meta.has(key));
  return [
    ...given
      .filter((input) => !child.variables.has(input))
      .map((input) => ({
        rule: "unknown-input",
        subject,
        message: `${child.path} has no variable "${input}".`,
      })),
    ...[...child.variables]
      .filter(([input, variable]) => !("default" in variable) && !given.includes(input))
      .map(([input]) => ({
        rule: "missing-input",
        subject,
        message: `${child.path} needs "${input}": pass it.`,
      })),
  ];
}

/** Every dotted name in the expressions of a module, without indexes: `["var", "name"]`, `["module", "network", "vpc_id"]`. */
function referencesOf(module: Module): string[][] {
  const paths: string[][] = [];
  const text = (source: unknown, bound: ReadonlySet<string>): void => {
    if (typeof source === "string") {
      if (source.includes("${")) walk(parseTemplate(source), bound);
    } else if (Array.isArray(source)) {
      for (const item of source) text(item, bound);
    } else if (typeof source === "object" && source !== null) {
      for (const [key, item] of Object.entries(source)) {
        if (key.includes("${")) text(key, bound);
        if (key === "dynamic") {
          for (const [label, blocks] of Object.entries(item as Record<string, unknown>))
            text(blocks, new Set([...bound, label]));
        } else if (!(key === "providers" || key === "provider" || key === "ignore_changes"))
          text(item, bound);
      }
    }
  };
  const walk = (expression: Expression, bound: ReadonlySet<string>): void => {
    const path = pathOf(expression);
    if (path) {
      if (!bound.has(path[0] ?? "") && path.length > 1) paths.push(path);
      for (let inner = expression; inner.kind === "attribute" || inner.kind === "index"; inner = inner.of) {
        if (inner.kind === "index") walk(inner.index, bound);
      }
      return;
    }
    if (expression.kind === "for") {
      walk(expression.in, bound);
      const inner = new Set([...bound, ...expression.names]);
      for (const part of [expression.key, expression.value, expression.when]) if (part) walk(part, inner);
      return;
    }
    for (const part of childrenOf(expression)) walk(part, bound);
  };
  const none = new Set<string>();
  for (const body of module.variables.values()) text(body.validation, none);
  for (const value of module.locals.values()) text(value, none);
  for (const body of module.outputs.values()) text(body, none);
  for (const body of module.modules.values()) text(body, none);
  for (const { body } of [...module.resources, ...module.dataSources, ...module.ephemerals]) text(body, none);
  for (const { body } of module.providers) text(body, none);
  return paths;
}

function pathOf(expression: Expression): string[] | null {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind === "attribute") {
    const path = pathOf(expression.of);
    return path && [...path, expression.name];
  }
  return expression.kind === "index" ? pathOf(expression.of) : null;
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "attribute":
    case "unary":
    case "splat":
      return [expression.of];
    case "index":
      return [expression.of, expression.index];
    case "template":
      return expression.parts;
    case "call":
      return expression.args;
    case "binary":
      return [expression.left, expression.right];
    case "condition":
      return [expression.test, expression.then, expression.otherwise];
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flat();
    default:
      return [];
  }
}

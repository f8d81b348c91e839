import { evaluateExpression } from "../hcl/evaluate.ts";
import type { Expression } from "../hcl/expression.ts";
import { parseTemplate } from "../hcl/parse-expression.ts";
import { isObject, type Value } from "../hcl/value.ts";

/** Fills what `optional(type, default)` promises into a value of that type, in depth. */
export function applyDefaults(type: string, value: Value): Value {
  return fill(parseTemplate(type.startsWith("${") ? type : `\${${type}}`), value);
}

function fill(type: Expression, value: Value): Value {
  if (type.kind !== "call") return value;
  const [argument] = type.args;
  if (!argument) return value;
  if (Array.isArray(value)) return value.map((item) => fill(argument, item));
  if (!isObject(value)) return value;
  if (type.name === "map") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(argument, item)]));
  }
  if (type.name !== "object" || argument.kind !== "object") return value;
  const filled: Record<string, Value> = { ...value };
  for (const [key, memberType] of argument.entries) {
    const name = String(evaluateExpression(key, () => undefined));
    const [inner, byDefault] =
      memberType.kind === "call" && memberType.name === "optional" ? memberType.args : [memberType];
    const given = filled[name] ?? (byDefault ? evaluateExpression(byDefault, () => undefined) : null);
    filled[name] = inner ? fill(inner, given) : given;
  }
  return filled;
}

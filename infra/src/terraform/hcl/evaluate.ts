import { isDeepStrictEqual } from "node:util";
import { type Expression, SPLAT } from "./expression.ts";
import { functions } from "./functions.ts";
import { parseTemplate } from "./parse-expression.ts";
import { Encoded, Instance, isObject, UNKNOWN, type Value } from "./value.ts";

/** What names stand for: `var`, `local`, `each`, a resource type, the variable of a for expression. */
export type Scope = (name: string) => Value | undefined;

const parsed = new Map<string, Expression>();

/** Evaluates a value of the JSON form of HCL, in depth. What cannot be known becomes UNKNOWN, in its place. */
export function evaluate(source: unknown, scope: Scope): Value {
  if (typeof source === "string") {
    let expression = parsed.get(source);
    if (!expression) {
      expression = parseTemplate(source);
      parsed.set(source, expression);
    }
    return evaluateExpression(expression, scope);
  }
  if (Array.isArray(source)) return source.map((item) => evaluate(item, scope));
  if (typeof source === "object" && source !== null) {
    return Object.fromEntries(
      Object.entries(source).map(([key, item]) => {
        const name = key.includes("${") ? evaluate(key, scope) : key;
        return [typeof name === "string" ? name : key, evaluate(item, scope)];
      }),
    );
  }
  return typeof source === "number" || typeof source === "boolean" ? source : null;
}

export function evaluateExpression(expression: Expression, scope: Scope): Value {
  const of = (inner: Expression) => evaluateExpression(inner, scope);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template": {
      const parts = expression.parts.map(of);
      return parts.includes(UNKNOWN) ? UNKNOWN : parts.map((part) => String(part)).join("");
    }
    case "name":
      return scope(expression.name) ?? UNKNOWN;
    case "attribute":
      return getAttribute(of(expression.of), expression.name);
    case "index": {
      const index = of(expression.index);
      return typeof index === "string" || typeof index === "number"
        ? getAttribute(of(expression.of), String(index))
        : UNKNOWN;
    }
    case "splat": {
      const items = of(expression.of);
      if (items === UNKNOWN) return UNKNOWN;
      const all = items === null ? [] : Array.isArray(items) ? items : [items];
      return all.map((item) =>
        evaluateExpression(expression.each, (name) => (name === SPLAT ? item : scope(name))),
      );
    }
    case "call":
      return call(expression, of);
    case "unary": {
      const value = of(expression.of);
      if (value === UNKNOWN) return UNKNOWN;
      return expression.operator === "!" ? value !== true : -Number(value);
    }
    case "binary":
      return evaluateBinary(expression.operator, of(expression.left), () => of(expression.right));
    case "condition": {
      const test = of(expression.test);
      return test === UNKNOWN ? UNKNOWN : of(test === true ? expression.then : expression.otherwise);
    }
    case "list":
      return expression.items.map(of);
    case "object":
      return Object.fromEntries(expression.entries.map(([key, value]) => [String(of(key)), of(value)]));
    case "for":
      return evaluateFor(expression, scope);
  }
}

function getAttribute(value: Value, name: string): Value {
  if (value instanceof Instance) return value.get(name);
  if (Array.isArray(value)) return value[Number(name)] ?? UNKNOWN;
  if (isObject(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : UNKNOWN;
  return UNKNOWN;
}

function call(expression: Extract<Expression, { kind: "call" }>, of: (inner: Expression) => Value): Value {
  if (expression.name === "try") {
    return expression.args.map(of).find((value) => value !== UNKNOWN) ?? UNKNOWN;
  }
  const implementation = functions[expression.name];
  let args = expression.args.map(of);
  if (expression.isExpanded) {
    const last = args.at(-1);
    if (!Array.isArray(last)) return UNKNOWN;
    args = [...args.slice(0, -1), ...last];
  }
  // The policy of a role is worth reading even where an ARN in it is not known.
  if (expression.name === "jsonencode") return new Encoded(args[0] ?? null);
  if (!implementation || args.includes(UNKNOWN)) return UNKNOWN;
  try {
    return implementation(...args);
  } catch {
    return UNKNOWN;
  }
}

function evaluateBinary(operator: string, left: Value, getRight: () => Value): Value {
  if (operator === "&&" && left === false) return false;
  if (operator === "||" && left === true) return true;
  const right = getRight();
  if (operator === "&&" && right === false) return false;
  if (operator === "||" && right === true) return true;
  // What an apply will tell is something: an id that another layer publishes is not null.
  if ((operator === "==" || operator === "!=") && (left === null || right === null) && left !== right) {
    return operator === "!=";
  }
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  switch (operator) {
    case "&&":
    case "||":
      return right === true;
    case "==":
      return isDeepStrictEqual(left, right);
    case "!=":
      return !isDeepStrictEqual(left, right);
    case "<":
      return Number(left) < Number(right);
    case ">":
      return Number(left) > Number(right);
    case "<=":
      return Number(left) <= Number(right);
    case ">=":
      return Number(left) >= Number(right);
    case "+":
      return Number(left) + Number(right);
    case "-":
      return Number(left) - Number(right);
    case "*":
      return Number(left) * Number(right);
    case "/":
      return Number(left) / Number(right);
    case "%":
      return Number(left) % Number(right);
    default:
      return UNKNOWN;
  }
}

function evaluateFor(expression: Extract<Expression, { kind: "for" }>, scope: Scope): Value {
  const source = evaluateExpression(expression.in, scope);
  const pairs: [Value, Value][] | undefined = Array.isArray(source)
    ? source.map((item, index) => [index, item])
    : isObject(source)
      ? Object.entries(source)
      : undefined;
  if (!pairs) return UNKNOWN;
  const [first = "", second] = expression.names;
  const results = pairs.flatMap(([key, item]) => {
    const inner: Scope = (name) => {
      if (second === undefined) return name === first ? item : scope(name);
      return name === first ? key : name === second ? item : scope(name);
    };
    if (expression.when && evaluateExpression(expression.when, inner) !== true) return [];
    const value = evaluateExpression(expression.value, inner);
    return [[expression.key ? evaluateExpression(expression.key, inner) : null, value] as const];
  });
  if (!expression.key) return results.map(([, value]) => value);
  return Object.fromEntries(results.map(([key, value]) => [String(key), value]));
}

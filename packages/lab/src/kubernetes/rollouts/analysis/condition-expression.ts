import { type Token, tokenize } from "./condition-tokens.ts";

/** Computes a value with `result` bound to the measurement. */
type Evaluate = (result: unknown) => unknown;

/** Binding power of the binary operators; all bind to the left. */
const PRECEDENCE: Record<string, number> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/**
 * Evaluates a success or failure condition as Argo Rollouts writes them (the part of expr-lang that templates use):
 * `result`, indexing, members, arithmetic, comparison, `&& || !` (also as words), `?:`, and the functions `len`,
 * `default`, `isNil`, `isNaN`, `isInf`, `asInt`, `asFloat`. Throws on a syntax error, a wrong type or a missing element:
 * the measurement is then an Error, not a failure.
 */
export function evaluateCondition(source: string, result: unknown): boolean {
  const value = parse(source)(result);
  if (typeof value !== "boolean") throw new TypeError(`expected bool, but got ${typeof value}`);
  return value;
}

function parse(source: string): Evaluate {
  const parser = createParser(tokenize(source));
  const evaluate = parser.conditional();
  parser.end();
  return evaluate;
}

function createParser(tokens: Token[]) {
  let position = 0;
  const isNext = (operator: string) =>
    tokens[position]?.kind === "operator" && tokens[position]?.value === operator;
  const accept = (operator: string) => {
    const found = isNext(operator);
    if (found) position += 1;
    return found;
  };
  const expect = (operator: string) => {
    if (!accept(operator)) throw new SyntaxError(`expected "${operator}"`);
  };

  function conditional(): Evaluate {
    const test = binary(1);
    if (!accept("?")) return test;
    const whenTrue = conditional();
    expect(":");
    const whenFalse = conditional();
    return (result) => (asBoolean(test(result)) ? whenTrue(result) : whenFalse(result));
  }

  function binary(minimum: number): Evaluate {
    let left = unary();
    for (;;) {
      const token = tokens[position];
      const power = token?.kind === "operator" ? PRECEDENCE[token.value] : undefined;
      if (token?.kind !== "operator" || power === undefined || power < minimum) return left;
      position += 1;
      left = applyBinary(token.value, left, binary(power + 1));
    }
  }

  function unary(): Evaluate {
    if (accept("!")) {
      const operand = unary();
      return (result) => !asBoolean(operand(result));
    }
    if (accept("-")) {
      const operand = unary();
      return (result) => -asNumber(operand(result));
    }
    return postfix(primary());
  }

  function postfix(target: Evaluate): Evaluate {
    if (accept("[")) {
      const index = conditional();
      expect("]");
      return postfix((result) => elementOf(target(result), index(result)));
    }
    if (accept(".")) {
      const member = name();
      return postfix((result) => elementOf(target(result), member));
    }
    return target;
  }

  function primary(): Evaluate {
    if (accept("(")) {
      const inner = conditional();
      expect(")");
      return inner;
    }
    const token = tokens[position];
    if (!token || token.kind === "operator") throw new SyntaxError("unexpected end or operator");
    position += 1;
    if (token.kind !== "name") return () => token.value;
    return isNext("(") ? call(token.value) : variable(token.value);
  }

  function call(callee: string): Evaluate {
    expect("(");
    const args: Evaluate[] = [];
    while (!accept(")")) {
      if (args.length > 0) expect(",");
      args.push(conditional());
    }
    const apply = FUNCTIONS.get(callee);
    if (!apply) throw new SyntaxError(`unknown function ${callee}`);
    return (result) => apply(...args.map((argument) => argument(result)));
  }

  function name(): string {
    const token = tokens[position];
    if (token?.kind !== "name") throw new SyntaxError("expected a name");
    position += 1;
    return token.value;
  }

  return {
    conditional,
    end() {
      if (position < tokens.length) throw new SyntaxError(`unexpected "${tokens[position]?.value}"`);
    },
  };
}

const FUNCTIONS = new Map<string, (...args: unknown[]) => unknown>([
  ["len", (value) => lengthOf(value)],
  ["default", (value, fallback) => (value === null || value === undefined ? fallback : value)],
  ["isNil", (value) => value === null || value === undefined],
  ["isNaN", (value) => Number.isNaN(asNumber(value))],
  ["isInf", (value) => Math.abs(asNumber(value)) === Number.POSITIVE_INFINITY],
  ["asInt", (value) => Math.trunc(Number(value))],
  ["asFloat", (value) => Number(value)],
]);

function variable(name: string): Evaluate {
  const constants: Record<string, unknown> = { true: true, false: false, nil: null, null: null };
  if (name === "result") return (result) => result;
  if (Object.hasOwn(constants, name)) return () => constants[name];
  throw new SyntaxError(`unknown name ${name}`);
}

function applyBinary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case "||":
      return (result) => asBoolean(left(result)) || asBoolean(right(result));
    case "&&":
      return (result) => asBoolean(left(result)) && asBoolean(right(result));
    case "==":
      return (result) => left(result) === right(result);
    case "!=":
      return (result) => left(result) !== right(result);
    default:
      return (result) => applyNumeric(operator, asNumber(left(result)), asNumber(right(result)));
  }
}

function applyNumeric(operator: string, left: number, right: number): number | boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

function elementOf(container: unknown, key: unknown): unknown {
  if (Array.isArray(container) && typeof key === "number") {
    if (key < 0 || key >= container.length) throw new RangeError(`index out of range: ${key}`);
    return container[key];
  }
  if (typeof container === "object" && container !== null && typeof key === "string") {
    return Object.hasOwn(container, key) ? Reflect.get(container, key) : null;
  }
  throw new TypeError(`cannot fetch ${String(key)} from ${typeof container}`);
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value) || typeof value === "string") return value.length;
  throw new TypeError(`invalid argument for len (type ${typeof value})`);
}

function asNumber(value: unknown): number {
  if (typeof value !== "number") throw new TypeError(`expected a number, but got ${typeof value}`);
  return value;
}

function asBoolean(value: unknown): boolean {
  if (typeof value !== "boolean") throw new TypeError(`expected bool, but got ${typeof value}`);
  return value;
}

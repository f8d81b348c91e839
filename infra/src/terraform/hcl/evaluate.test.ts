// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of HCL are written so
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { parseTemplate } from "./parse-expression.ts";
import { UNKNOWN, type Value } from "./value.ts";

const scope = (name: string): Value | undefined =>
  ({ var: { count: 2, names: ["a", "b"], map: { x: { size: 1 }, y: { size: 2 } }, none: null } })[name] as
    | Value
    | undefined;

test.each<[string, Value]>([
  ["${var.count + 1 * 2}", 4],
  ["a-${var.names[1]}-$${x}", "a-b-${x}"],
  ['${var.count > 1 && !false ? "yes" : "no"}', "yes"],
  ['${[for name in var.names : "${name}!" if name != "a"]}', ["b!"]],
  ["${{ for key, item in var.map : key => item.size }}", { x: 1, y: 2 }],
  ['${merge(var.map, { z = 3 })["z"]}', 3],
  ["${concat([1], var.names...)}", UNKNOWN],
  ["${merge([{ a = 1 }, { b = 2 }]...)}", { a: 1, b: 2 }],
  ["${one([])}", null],
  ["${var.none == null}", true],
  ["${aws_vpc.this.id != null}", true],
  ["${aws_vpc.this.id}", UNKNOWN],
  ["${try(aws_vpc.this.id, 5)}", 5],
  ['${cidrsubnet("100.64.0.0/16", 2, 1)}', "100.64.64.0/18"],
  ['${join(",", var.names)}', "a,b"],
])("%s", (text, expected) => {
  expect(evaluate(text, scope)).toEqual(expected);
});

test("what is no expression is refused with its text", () => {
  expect(() => parseTemplate("${var.}")).toThrow("Expected a name at character 6 of: ${var.}");
});

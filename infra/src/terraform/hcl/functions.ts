import { isDeepStrictEqual } from "node:util";
import { Encoded, isObject, UNKNOWN, type Value } from "./value.ts";

/**
 * The functions of Terraform that this configuration uses, over known values. One that is missing here has an unknown
 * result, which rules treat as "not known", never as "fine".
 */
export const functions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  abs: (value) => Math.abs(Number(value)),
  alltrue: (items) => list(items).every((item) => item === true),
  anytrue: (items) => list(items).some((item) => item === true),
  basename: (path) => String(path).split("/").at(-1) ?? "",
  ceil: (value) => Math.ceil(Number(value)),
  cidrsubnet: (cidr, bits, index) => cidrSubnet(String(cidr), Number(bits), Number(index)),
  coalesce: (...values) => values.find((value) => value !== null && value !== "") ?? null,
  concat: (...lists) => lists.flatMap((items) => list(items)),
  contains: (items, item) => list(items).some((candidate) => isDeepStrictEqual(candidate, item)),
  distinct: (items) => unique(list(items)),
  flatten: (items) => flatten(list(items)),
  floor: (value) => Math.floor(Number(value)),
  format: (pattern, ...args) => formatText(String(pattern), args),
  join: (separator, items) => list(items).map(String).join(String(separator)),
  jsonencode: (value) => new Encoded(value),
  keys: (object) => Object.keys(record(object)).sort(),
  length: (of) =>
    typeof of === "string" ? of.length : Array.isArray(of) ? of.length : Object.keys(record(of)).length,
  max: (...values) => Math.max(...values.map(Number)),
  merge: (...objects) => Object.assign({}, ...objects.filter((object) => object !== null)),
  min: (...values) => Math.min(...values.map(Number)),
  one: (items) => list(items)[0] ?? null,
  pow: (base, exponent) => Number(base) ** Number(exponent),
  replace: (text, from, to) => String(text).replaceAll(String(from), String(to)),
  slice: (items, from, to) => list(items).slice(Number(from), Number(to)),
  split: (separator, text) => String(text).split(String(separator)),
  sum: (items) => list(items).reduce<number>((total, item) => total + Number(item), 0),
  tolist: (items) => list(items),
  tonumber: (value) => Number(value),
  toset: (items) => unique(list(items)),
  tostring: (value) => (value === null ? null : String(value)),
  trimsuffix: (text, suffix) =>
    String(text).endsWith(String(suffix)) ? String(text).slice(0, -String(suffix).length) : String(text),
  values: (object) =>
    Object.keys(record(object))
      .sort()
      .map((key) => record(object)[key] ?? null),
};

function list(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  throw new Error(`Expected a list, got ${typeof value}`);
}

function record(value: Value | undefined): Record<string, Value> {
  if (value !== undefined && isObject(value)) return value;
  throw new Error(`Expected an object, got ${typeof value}`);
}

function unique(items: Value[]): Value[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index);
}

function flatten(items: Value[]): Value[] {
  return items.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

function formatText(pattern: string, args: Value[]): string {
  let next = 0;
  return pattern.replace(/%[sd]/g, () => String(args[next++] ?? ""));
}

function cidrSubnet(cidr: string, bits: number, index: number): Value {
  const [address = "", prefix = ""] = cidr.split("/");
  const octets = address.split(".").map(Number);
  if (octets.length !== 4) return UNKNOWN;
  const base = octets.reduce((total, octet) => total * 256 + octet, 0);
  const length = Number(prefix) + bits;
  const first = base + index * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${length}`;
}

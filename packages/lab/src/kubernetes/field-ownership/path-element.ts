import { isJsonObject, type JsonObject } from "../store/read-path.ts";
import { KEY_DEFAULTS } from "./merge/list-types.ts";

export const fieldElement = (name: string) => `f:${name}`;
export const valueElement = (value: unknown) => `v:${JSON.stringify(value)}`;

/** The element of an item in a list with keys, which are sorted in it; undefined for an item without one of them. */
export function findItemElement(item: unknown, keys: readonly string[]): string | undefined {
  const id: JsonObject = {};
  for (const key of [...keys].sort()) {
    const value = isJsonObject(item) ? (item[key] ?? KEY_DEFAULTS[key]) : undefined;
    if (value === undefined) return undefined;
    id[key] = value;
  }
  return `k:${JSON.stringify(id)}`;
}

const showElement = (element: string): string => {
  const text = element.slice(2);
  if (element.startsWith("f:")) return `.${text}`;
  if (element.startsWith("v:")) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text)).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${keys.join(",")}]`;
};

/** `.spec.template.spec.containers[name="web"].image` */
export const showPath = (path: readonly string[]): string => path.map(showElement).join("");

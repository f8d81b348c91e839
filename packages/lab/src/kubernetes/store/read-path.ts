/** The value at a path of property names, or undefined where the path ends early. */
export function readPath(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects of a list field; nothing when it is absent. */
export const objectsAt = (value: unknown, path: readonly (string | number)[]): JsonObject[] => {
  const list = readPath(value, path);
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

export const textAt = (value: unknown, path: readonly (string | number)[]): string | undefined => {
  const found = readPath(value, path);
  return typeof found === "string" ? found : undefined;
};

export const numberAt = (value: unknown, path: readonly (string | number)[]): number | undefined => {
  const found = readPath(value, path);
  return typeof found === "number" ? found : undefined;
};

import { isJsonObject, type JsonObject } from "../read-path.ts";

/** `value` with the defaults for what it does not say; the same reference when nothing is missing. */
export function fillDefaults<T extends JsonObject>(value: T, defaults: JsonObject): T {
  let next: JsonObject | undefined;
  for (const [key, fallback] of Object.entries(defaults)) {
    const present = value[key];
    if (present === undefined || present === null) {
      next ??= { ...value };
      next[key] = fallback;
    } else if (isJsonObject(present) && isJsonObject(fallback)) {
      const filled = fillDefaults(present, fallback);
      if (filled !== present) {
        next ??= { ...value };
        next[key] = filled;
      }
    }
  }
  return (next as T | undefined) ?? value;
}

/** Replaces one property by what `change` makes of it, if it is there; the same reference when nothing changes. */
export function changeAt<T extends JsonObject>(
  value: T,
  key: string,
  change: (present: JsonObject) => JsonObject,
): T {
  const present = value[key];
  if (!isJsonObject(present)) return value;
  const next = change(present);
  return next === present ? value : { ...value, [key]: next };
}

/** The same for every object of a list. */
export function changeEachAt<T extends JsonObject>(
  value: T,
  key: string,
  change: (present: JsonObject) => JsonObject,
): T {
  const list = value[key];
  if (!Array.isArray(list)) return value;
  const next = list.map((item) => (isJsonObject(item) ? change(item) : item));
  return next.every((item, index) => item === list[index]) ? value : { ...value, [key]: next };
}

export interface JsonLog {
  /** What the line says, from the field its logger uses for that; empty when it has none. */
  readonly message: string;
  /** Every other field with its value as text, nested ones as dotted paths. */
  readonly fields: readonly (readonly [path: string, value: string])[];
}

const messageKeys = ["msg", "message", "text"] as const;
/** Shown in columns of their own. */
const shownElsewhere = new Set(["level", "time", "timestamp", "@timestamp"]);
const maxFields = 100;

function* flatten(value: unknown, path: string): Generator<readonly [string, string]> {
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value))
      yield* flatten(child, path === "" ? key : `${path}.${key}`);
    return;
  }
  yield [path, typeof value === "string" ? value : JSON.stringify(value)];
}

/** Reads a structured log line; null when the text is not one JSON object. */
export function parseJsonLog(text: string): JsonLog | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return null;
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(trimmed);
  } catch {
    return null;
  }
  const messageKey = messageKeys.find((key) => typeof parsed[key] === "string");
  const rest = Object.fromEntries(
    Object.entries(parsed).filter(([key]) => key !== messageKey && !shownElsewhere.has(key)),
  );
  return {
    message: messageKey ? String(parsed[messageKey]) : "",
    fields: Object.keys(rest).length === 0 ? [] : flatten(rest, "").take(maxFields).toArray(),
  };
}

/** The same on every line of a workload, or of use only to a machine: they come last. */
const sayLittle = /^(?:service|version|env|hostname|pid|host|name|logger)$|(?:trace|span|request)_?id$/i;

const inLine = (fields: JsonLog["fields"]) => fields.map(([path, value]) => `${path}=${value}`).join("  ");

/** The fields on one line, most telling first: `route=GET /reports status=200 durationMs=41`. */
export function fieldsText(fields: JsonLog["fields"]): string {
  return [tellingText(fields), inLine(fields.filter(([path]) => sayLittle.test(path)))]
    .filter(Boolean)
    .join("  ");
}

/** Those that say something alone, for where there is little room. */
export function tellingText(fields: JsonLog["fields"]): string {
  return inLine(fields.filter(([path]) => !sayLittle.test(path)));
}

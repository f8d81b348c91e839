/** One parameter of the address: how it is read, and how a value is written. A value written as null is left out. */
export interface Param<Value> {
  /** `text` is null when the address does not have it; what cannot be read counts as not there. */
  readonly read: (text: string | null) => Value;
  readonly write: (value: Value) => string | null;
}

/** The values of a group of parameters. */
export type ValuesOf<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends Param<infer Value> ? Value : never;
};
/** What is to change; null takes a parameter out of the address. */
export type Change<Group> = { readonly [Name in keyof Group]?: ValuesOf<Group>[Name] | null };

/** Words; "" when there are none. */
export const text: Param<string> = { read: (raw) => raw ?? "", write: (value) => value || null };

/** Words, or null. */
export const optionalText: Param<string | null> = { read: (raw) => raw, write: (value) => value };

/** Words of at most `most` characters, and of such as the server takes; "" when there are none. */
export function textUpTo(most: number): Param<string> {
  return {
    read: (raw) => (raw ?? "").replaceAll("\0", "").slice(0, most).toWellFormed(),
    write: text.write,
  };
}

const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

/** A moment in UTC as ISO 8601, or null. A day that its month does not have is none. */
export const moment: Param<string | null> = {
  read(raw) {
    const ms = raw !== null && momentForm.test(raw) ? Date.parse(raw) : Number.NaN;
    if (raw === null || Number.isNaN(ms)) return null;
    const iso = new Date(ms).toISOString();
    return iso.startsWith(raw.slice(0, "2026-11-24T11:00".length)) ? iso : null;
  },
  write: (value) => value,
};

/** Whether it is there as `true`. */
export const flag: Param<boolean> = {
  read: (raw) => raw === "true",
  write: (value) => (value ? "true" : null),
};

/** A whole number, or null. */
export const wholeNumber: Param<number | null> = {
  read: (raw) => (raw !== null && /^-?\d{1,15}$/.test(raw) ? Number(raw) : null),
  write: (value) => (value === null ? null : String(value)),
};

/** Words with commas between them, or null. */
export const textList: Param<readonly string[] | null> = {
  read: (raw) => (raw === null ? null : raw.split(",").filter(Boolean)),
  write: (value) => value?.join(",") ?? null,
};

/** One of `values`, or null. */
export function oneOf<const Value extends string>(values: readonly Value[]): Param<Value | null> {
  return { read: (raw) => values.find((value) => value === raw) ?? null, write: (value) => value };
}

/** One of `values`; `fallback`, which is not written, when it is none of them. */
export function oneOfOr<const Value extends string>(
  values: readonly Value[],
  fallback: NoInfer<Value>,
): Param<Value> {
  return {
    read: (raw) => values.find((value) => value === raw) ?? fallback,
    write: (value) => (value === fallback ? null : value),
  };
}

/** The values of `group`, with `find` giving the text of a name. */
export function readParams<Group>(group: Group, find: (name: string) => string | null): ValuesOf<Group> {
  return Object.fromEntries(
    Object.entries(group as Record<string, Param<unknown>>).map(([name, { read }]) => [
      name,
      read(find(name)),
    ]),
  ) as ValuesOf<Group>;
}

/** `change` as texts by name; null where the parameter goes. `change` null takes out the whole group. */
export function writeParams<Group>(
  group: Group,
  change: Change<Group> | null,
): ReadonlyMap<string, string | null> {
  const params = group as Record<string, Param<unknown>>;
  const wanted = (change ?? Object.fromEntries(Object.keys(params).map((name) => [name, null]))) as Record<
    string,
    unknown
  >;
  return new Map(
    Object.entries(wanted)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value === null ? null : (params[name]?.write(value) ?? null)]),
  );
}

/** The search part of an address with `changes` in it; "" or `?…`. What was there keeps its place. */
export function searchWith(search: string, changes: ReadonlyMap<string, string | null>): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of changes) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const written = next.toString();
  return written ? `?${written}` : "";
}

/** What Next gives a page as `searchParams`. */
export type PageSearchParams = Record<string, string | string[] | undefined>;

/** The values of `group` for the server's page; of a parameter that is there twice the first counts. */
export function readPageParams<Group>(group: Group, search: PageSearchParams): ValuesOf<Group> {
  return readParams(group, (name) => [search[name]].flat()[0] ?? null);
}

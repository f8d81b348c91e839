/** What only an apply would tell: an id, an address, an answer of AWS. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value of the configuration. Instances of resources are objects whose unset attributes are unknown. */
export type Value =
  | string
  | number
  | boolean
  | null
  | typeof UNKNOWN
  | Encoded
  | Instance
  | Value[]
  | { [key: string]: Value };

/** The argument of `jsonencode`, kept as it is so that rules can read policies; as text where text is needed. */
export class Encoded {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }

  toString(): string {
    return JSON.stringify(this.value, (_key, value) => (value === UNKNOWN ? "(unknown)" : value));
  }
}

/** One instance of a resource or of a module: what is not in its attributes is known after an apply. */
export class Instance {
  readonly attributes: () => Readonly<Record<string, Value>>;

  constructor(attributes: () => Readonly<Record<string, Value>>) {
    this.attributes = attributes;
  }

  get(name: string): Value {
    const value = this.attributes()[name];
    return value === undefined ? UNKNOWN : value;
  }
}

export function isObject(value: Value): value is { [key: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Encoded) &&
    !(value instanceof Instance)
  );
}

/** A node of parsed JSON or XML. Sources write an attribute as `name` or `@name`, and a list of one as its only member. */
export type SourceNode = Readonly<Record<string, unknown>>;

/** The child objects of that name, whether the source wrote a list, one object or nothing. */
export function nodesOf(node: SourceNode | null, name: string): SourceNode[] {
  const value = own(node, name);
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

export function nodeOf(node: SourceNode | null, ...path: readonly string[]): SourceNode | null {
  return path.reduce<SourceNode | null>((at, name) => nodesOf(at, name)[0] ?? null, node);
}

/** The scalar of that name as text: an attribute, a child's text, or a plain value. */
export function textOf(node: SourceNode | null, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = scalar(own(node, `@${name}`)) ?? scalar(own(node, name));
    if (value !== null) return value;
  }
  return null;
}

/** What the source says of a coded field: its description, abbreviation or symbol, the longest first. */
export function labelOf(node: SourceNode | null, name: string): string | null {
  const plain = scalar(own(node, name)) ?? scalar(own(node, `@${name}`));
  return plain ?? textOf(nodeOf(node, name), "description", "abbreviation", "symbol");
}

export function symbolOf(node: SourceNode | null, name: string): string | null {
  return scalar(own(node, name)) ?? textOf(nodeOf(node, name), "symbol", "abbreviation");
}

function scalar(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return scalar(value[0]);
  return isNode(value) ? scalar(own(value, "$") ?? own(value, "#text")) : null;
}

function own(node: SourceNode | null, name: string): unknown {
  return node !== null && Object.hasOwn(node, name) ? node[name] : undefined;
}

export function isNode(value: unknown): value is SourceNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

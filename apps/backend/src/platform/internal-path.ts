declare const isInternalPath: unique symbol;

/** A path of an internal route, in which whatever stands for an id is encoded. */
export type InternalPath = string & { readonly [isInternalPath]: true };

/**
 * Writes a path: `` internalPath`/internal/customers/${id}/standing` ``. What is filled in is one part of the path, or one value of the query,
 * whatever characters it has.
 *
 * @throws RangeError for a part that is empty or dots alone: it would lead to another route.
 */
export function internalPath(texts: TemplateStringsArray, ...parts: readonly string[]): InternalPath {
  const encoded = parts.map((part) => {
    if (/^\.{0,2}$/.test(part)) throw new RangeError(`'${part}' cannot be a part of a path.`);
    return encodeURIComponent(part);
  });
  return String.raw({ raw: texts }, ...encoded) as InternalPath;
}

/** Where a page of rows ended, newest first. */
interface Cursor {
  readonly at: Date;
  readonly id: string;
}

/**
 * The `OR` of rows that come after `cursor` in the order `createdAt desc, id desc`; undefined, which narrows nothing,
 * without one. The id decides among rows of one moment, so no row is shown twice or left out.
 */
export function createdBefore(cursor: Cursor | undefined) {
  return cursor && [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }];
}

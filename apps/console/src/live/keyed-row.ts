/** A row of a live list, found by the key of its object. */
export interface KeyedRow {
  readonly key: string;
}

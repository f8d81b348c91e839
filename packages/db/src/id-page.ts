/** A part of a list in the order of its ids; with `afterId` the part after that one. */
export interface IdPage {
  readonly afterId?: string | undefined;
  readonly limit: number;
}

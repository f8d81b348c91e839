/** `not_picked_up` as it is read. */
export function outcomeText(outcome: string): string {
  return outcome.replaceAll("_", " ");
}

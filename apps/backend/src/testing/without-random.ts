/**
 * The text without what chance writes into it: UUIDs and the ids of ours and of providers, digests, instants and durations. In the rest a test may look for
 * a few digits or letters; in the whole they would turn up by luck.
 */
export function withoutRandom(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "·")
    .replaceAll(/(?<![0-9A-Za-z])([a-z]{2,5}_[0-9a-f]{14,}|[0-9a-f]{32,})(?![0-9A-Za-z])/g, "·")
    .replaceAll(/"durationMs":\d+/g, "·")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g, "·");
}

/**
 * A key that orders log times to the nanosecond. Kubelets write RFC 3339 with trailing zeros cut
 * (`.1Z` is later than `.09Z`), and some with an offset, so neither the text nor a Date alone can be compared.
 */
export function logTimeKey(time: string): string {
  if (time.endsWith("Z")) return time.slice(0, -1);
  const parsed = Date.parse(time);
  if (Number.isNaN(parsed)) return time;
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? "";
  const seconds = new Date(parsed).toISOString().slice(0, 19);
  return fraction === "" ? seconds : `${seconds}.${fraction}`;
}

/** `12:03:04.217` in UTC: enough to read beside the text; the whole time is in the line's tooltip. */
export function logClock(time: string): string {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? time : new Date(parsed).toISOString().slice(11, 23);
}

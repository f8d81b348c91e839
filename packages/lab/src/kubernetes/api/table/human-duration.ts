const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** How kubectl writes an age, e.g. `95s`, `4m12s`, `3h5m`, `2d4h`, `45d`, `2y30d`: `duration.HumanDuration`. */
export function humanDuration(durationMs: number): string {
  const [seconds, minutes, hours, days] = [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS].map((unit) =>
    Math.floor(durationMs / unit),
  ) as [number, number, number, number];
  const withRest = (whole: string, rest: number, unit: string) =>
    rest > 0 ? `${whole}${rest}${unit}` : whole;
  if (durationMs < -SECOND_MS) return "<invalid>";
  if (durationMs < 0) return "0s";
  if (durationMs < 2 * MINUTE_MS) return `${seconds}s`;
  if (minutes < 10) return withRest(`${minutes}m`, seconds % 60, "s");
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return withRest(`${hours}h`, minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  if (days < 8) return withRest(`${days}d`, hours % 24, "h");
  if (days < 2 * 365) return `${days}d`;
  const years = Math.floor(durationMs / YEAR_MS);
  return days < 8 * 365 ? withRest(`${years}y`, days % 365, "d") : `${years}y`;
}

/** The age of a timestamp, `<unknown>` when there is none. */
export function ageOf(timestamp: string | undefined, nowMs: number): string {
  return timestamp ? humanDuration(nowMs - Date.parse(timestamp)) : "<unknown>";
}

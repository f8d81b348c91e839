const units = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1000 },
] as const;

/** `now`, `42 s ago`, `4 min ago`, `3 h ago`, `5 d ago`, or `in 20 min` for what is to come. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = nowMs - atMs;
  const size = Math.abs(distance);
  // The reader's `now` may be as old as the slowest clock of the page: what just happened is not to come.
  if (size < 5000 || (distance < 0 && size < 15_000)) return "now";
  const words = formatDuration(size);
  return distance < 0 ? `in ${words}` : `${words} ago`;
}

/** The largest unit alone: `42 s`, `4 min`, `3 h`, `5 d`. */
export function formatDuration(durationMs: number): string {
  const unit = units.find(({ ms }) => durationMs >= ms) ?? units[3];
  return `${Math.floor(durationMs / unit.ms)} ${unit.name}`;
}

/** `2026-11-24 11:02:03 UTC` */
export function formatUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** As the reader's clock says it, with the zone. Only for the browser: the server does not know the zone. */
export function formatLocal(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: "medium",
    timeStyle: "long",
  }).format(atMs);
}

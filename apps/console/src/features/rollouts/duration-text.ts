const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** The two largest units, without seconds from ten minutes on: `45 s`, `4 min 10 s`, `12 min`, `1 h 20 min`. Never negative. */
export function durationText(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const first = units.findIndex((unit) => total >= unit.seconds);
  const [large, small] = [units[first], units[first + 1]];
  if (!large) return "0 s";
  const count = Math.floor(total / large.seconds);
  const fine = total < 600 || small?.name !== "s";
  const rest = small && fine ? Math.floor((total % large.seconds) / small.seconds) : 0;
  return small && rest > 0 ? `${count} ${large.name} ${rest} ${small.name}` : `${count} ${large.name}`;
}

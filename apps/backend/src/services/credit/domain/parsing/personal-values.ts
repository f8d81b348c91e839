/** The last four digits of an SSN however much of it the source shows; the rest is never kept. */
export function readSsnLast4(raw: string | null): string | null {
  return /(\d{4})\D*$/.exec(raw ?? "")?.[1] ?? null;
}

export function joinWords(...parts: readonly (string | null)[]): string | null {
  const text = parts
    .filter((part) => part !== null && part.trim() !== "")
    .join(" ")
    .trim();
  return text === "" ? null : text;
}

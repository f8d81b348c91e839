const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** The alphabet of `rand.SafeEncodeString`: no vowels, so that no words appear in names. */
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** A hash for names and labels: FNV-1a, 32 bits, over UTF-8, in the alphabet that Kubernetes uses. */
export function contentHash(text: string): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return [...String(hash)].map((digit) => SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length]).join("");
}

/** JSON with sorted keys; empty values are dropped, as Go's `omitempty` drops them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

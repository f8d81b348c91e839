/**
 * What a message may hold by accident, in the order in which it is looked for: an address in a URL before the digits in
 * it. PostgreSQL says which value was taken, libraries quote what they could not parse.
 */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, "[email]"],
  [/\b(\w+:\/\/)[^\s/@]+@/g, "$1[credentials]@"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 [token]"],
  [/(\?)[^\s#"']+/g, "$1[query]"],
  [/(\bKey \([^)]*\)=)\([^)]*\)/g, "$1([value])"],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, "[quoted]"],
  [/\b[\w-]{32,}\b/g, "[token]"],
  [/\d(?:[ .()-]{0,2}\d){5,}/g, "[digits]"],
];

const longest = 300;

/** A message without what may be personal or secret: addresses, numbers, quoted values, tokens, query strings. */
export function scrubText(text: string): string {
  const scrubbed = patterns.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text,
  );
  return scrubbed.length > longest ? `${scrubbed.slice(0, longest)}…` : scrubbed;
}

import { commonProblems } from "./problems.ts";

const maxDepth = 32;

/**
 * Parses a JSON body. Refuses what parsers disagree on (duplicate keys: the last would win here, the first elsewhere)
 * and what is nested deeper than any of our requests.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw commonProblems.problem("request.malformed", { detail: "The body is not UTF-8.", cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw commonProblems.problem("request.malformed", { detail: "The body is not JSON.", cause });
  }
  assertPlain(text);
  return value;
}

/** `text` is valid JSON; one pass over its tokens. */
function assertPlain(text: string): void {
  const objects: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]+|\\.)*"|[{}[\]]/g;
  for (const match of text.matchAll(token)) {
    const [lexeme] = match;
    if (lexeme === "{" || lexeme === "[") {
      objects.push(lexeme === "{" ? new Set() : null);
      if (objects.length > maxDepth) {
        throw commonProblems.problem("request.malformed", {
          detail: `The body is nested over ${maxDepth} deep.`,
        });
      }
    } else if (lexeme === "}" || lexeme === "]") objects.pop();
    else addKey(objects.at(-1), lexeme, text, match.index + lexeme.length);
  }
}

function addKey(keys: Set<string> | null | undefined, lexeme: string, text: string, end: number): void {
  if (!keys) return;
  let next = end;
  while (/\s/.test(text[next] ?? "")) next += 1;
  if (text[next] !== ":") return;
  const key = String(JSON.parse(lexeme));
  if (keys.has(key))
    throw commonProblems.problem("request.malformed", { detail: "An object has the same key twice." });
  keys.add(key);
}

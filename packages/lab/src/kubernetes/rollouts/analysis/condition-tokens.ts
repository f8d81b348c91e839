export type Token =
  | { kind: "number"; value: number }
  | { kind: "string"; value: string }
  | { kind: "name"; value: string }
  | { kind: "operator"; value: string };

const PATTERN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"[^"]*"|'[^']*')|(?<name>[A-Za-z_]\w*)|(?<operator>&&|\|\||==|!=|<=|>=|[-+*/%<>!()[\].,?:]))/y;

const WORD_OPERATORS: Record<string, string> = { and: "&&", or: "||", not: "!" };

/** Splits a condition. Throws a `SyntaxError` at what is not part of the language. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  const text = source.trimEnd();
  while (pattern.lastIndex < text.length) {
    const position = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new SyntaxError(`unexpected "${text[position]}" at ${position}`);
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf({ number, string, name, operator }: Record<string, string | undefined>): Token {
  if (number !== undefined) return { kind: "number", value: Number(number) };
  if (string !== undefined) return { kind: "string", value: string.slice(1, -1) };
  if (name === undefined) return { kind: "operator", value: operator ?? "" };
  const word = WORD_OPERATORS[name];
  return word ? { kind: "operator", value: word } : { kind: "name", value: name };
}

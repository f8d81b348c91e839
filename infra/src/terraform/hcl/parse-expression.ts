/** The expressions of HCL, as far as this configuration uses them. */
export type Expression =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "template"; parts: readonly Expression[] }
  | { kind: "name"; name: string }
  | { kind: "attribute"; of: Expression; name: string }
  | { kind: "index"; of: Expression; index: Expression }
  | { kind: "splat"; of: Expression; each: Expression }
  | { kind: "call"; name: string; args: readonly Expression[]; isExpanded: boolean }
  | { kind: "unary"; operator: string; of: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "condition"; test: Expression; then: Expression; otherwise: Expression }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "object"; entries: readonly (readonly [Expression, Expression])[] }
  | {
      kind: "for";
      names: readonly string[];
      in: Expression;
      key: Expression | null;
      value: Expression;
      when: Expression | null;
    };

const precedence: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** What stands for the element inside `items[*].name`. */
const SPLAT = "*";

/**
 * Parses a string of the JSON form of HCL: text with `${…}` in it, of which each is an expression.
 * @throws when the text is no valid expression; the message holds the text
 */
export function parseTemplate(text: string): Expression {
  const parts: Expression[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("$${", at)) {
      plain += "${";
      at += 3;
    } else if (text.startsWith("${", at)) {
      const parser = new Parser(text, at + 2);
      const expression = parser.expression();
      parser.expect("}");
      if (plain) parts.push({ kind: "literal", value: plain });
      plain = "";
      parts.push(expression);
      at = parser.at;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain || parts.length === 0) parts.push({ kind: "literal", value: plain });
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: "template", parts };
}

class Parser {
  at: number;
  readonly #text: string;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  expect(token: string): void {
    if (!this.#take(token)) throw this.#error(`"${token}"`);
  }

  expression(): Expression {
    const test = this.#binary(1);
    if (!this.#take("?")) return test;
    const then = this.expression();
    this.expect(":");
    return { kind: "condition", test, then, otherwise: this.expression() };
  }

  #binary(lowest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peekOperator();
      const strength = operator ? precedence[operator] : undefined;
      if (!operator || strength === undefined || strength < lowest) return left;
      this.expect(operator);
      left = { kind: "binary", operator, left, right: this.#binary(strength + 1) };
    }
  }

  #unary(): Expression {
    if (this.#take("!")) return { kind: "unary", operator: "!", of: this.#unary() };
    if (this.#take("-")) return { kind: "unary", operator: "-", of: this.#unary() };
    return this.#postfix(this.#primary());
  }

  #postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      if (this.#text.startsWith("...", this.at)) return expression;
      if (this.#take("[*]")) {
        const each = this.#postfix({ kind: "name", name: SPLAT });
        return { kind: "splat", of: expression, each };
      }
      if (this.#take("[")) {
        const index = this.expression();
        this.expect("]");
        expression = { kind: "index", of: expression, index };
      } else if (this.#take(".")) {
        expression = { kind: "attribute", of: expression, name: this.#word() };
      } else return expression;
    }
  }

  #primary(): Expression {
    this.#skip();
    if (this.#take("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.#text[this.at] === '"') return this.#string();
    if (this.#take("[")) return this.#listOrFor();
    if (this.#take("{")) return this.#objectOrFor();
    const number = /^\d+(\.\d+)?/.exec(this.#text.slice(this.at))?.[0];
    if (number) {
      this.at += number.length;
      return { kind: "literal", value: Number(number) };
    }
    const word = this.#word();
    if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
    if (word === "null") return { kind: "literal", value: null };
    return this.#text[this.at] === "(" ? this.#call(word) : { kind: "name", name: word };
  }

  #call(name: string): Expression {
    this.expect("(");
    const args: Expression[] = [];
    let isExpanded = false;
    while (!this.#take(")")) {
      args.push(this.expression());
      if (this.#take("...")) isExpanded = true;
      this.#take(",");
    }
    return { kind: "call", name, args, isExpanded };
  }

  #listOrFor(): Expression {
    if (this.#isFor()) return this.#for("]");
    const items: Expression[] = [];
    while (!this.#take("]")) {
      items.push(this.expression());
      this.#take(",");
    }
    return { kind: "list", items };
  }

  #objectOrFor(): Expression {
    if (this.#isFor()) return this.#for("}");
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.#take("}")) {
      const start = this.at;
      this.#skip();
      const bare = /^[\w-]+(?=\s*[=:])/.exec(this.#text.slice(this.at))?.[0];
      let key: Expression;
      if (bare) {
        this.at += bare.length;
        key = { kind: "literal", value: bare };
      } else key = this.expression();
      if (!this.#take("=") && !this.#take(":")) throw this.#error('"="');
      entries.push([key, this.expression()]);
      this.#take(",");
      if (this.at === start) throw this.#error("an entry");
    }
    return { kind: "object", entries };
  }

  #for(end: string): Expression {
    this.#word();
    const names = [this.#word()];
    if (this.#take(",")) names.push(this.#word());
    this.#word();
    const source = this.expression();
    this.expect(":");
    const first = this.expression();
    const second = this.#take("=>") ? this.expression() : null;
    this.#take("...");
    const when = this.#takeWord("if") ? this.expression() : null;
    this.expect(end);
    return { kind: "for", names, in: source, key: second && first, value: second ?? first, when };
  }

  #string(): Expression {
    let text = "";
    this.at += 1;
    while (this.#text[this.at] !== '"') {
      if (this.at >= this.#text.length) throw this.#error("a closing quote");
      if (this.#text[this.at] === "\\") {
        const escaped = this.#text[this.at + 1] ?? "";
        text += { n: "\n", t: "\t", r: "\r" }[escaped] ?? escaped;
        this.at += 2;
      } else if (this.#text.startsWith("${", this.at) && this.#text[this.at - 1] !== "$") {
        const inner = new Parser(this.#text, this.at + 2);
        inner.expression();
        inner.expect("}");
        text += this.#text.slice(this.at, inner.at);
        this.at = inner.at;
      } else {
        text += this.#text[this.at];
        this.at += 1;
      }
    }
    this.at += 1;
    return parseTemplate(text);
  }

  #takeWord(word: string): boolean {
    if (!new RegExp(`^${word}\\b`).test(this.#rest())) return false;
    this.at += word.length;
    return true;
  }

  #isFor(): boolean {
    return /^for\s+\w+\s*(,\s*\w+\s*)?in\b/.test(this.#rest());
  }

  #rest(): string {
    this.#skip();
    return this.#text.slice(this.at);
  }

  #peekOperator(): string | undefined {
    return /^(\|\||&&|==|!=|<=|>=|=>|<|>|\+|-|\*|\/|%)/.exec(this.#rest())?.[0];
  }

  #word(): string {
    const word = /^[A-Za-z_][\w-]*|^\d+/.exec(this.#rest())?.[0];
    if (!word) throw this.#error("a name");
    this.at += word.length;
    return word;
  }

  #take(token: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(token, this.at)) return false;
    if (token === "=" && this.#text.startsWith("==", this.at)) return false;
    if (token === "." && this.#text.startsWith("...", this.at)) return false;
    if (token === "!" && this.#text.startsWith("!=", this.at)) return false;
    this.at += token.length;
    return true;
  }

  #skip(): void {
    this.at += /^(\s|#[^\n]*|\/\/[^\n]*)*/.exec(this.#text.slice(this.at))?.[0].length ?? 0;
  }

  #error(expected: string): Error {
    return new Error(`Expected ${expected} at character ${this.at} of: ${this.#text}`);
  }
}

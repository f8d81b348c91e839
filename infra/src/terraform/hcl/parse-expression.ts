import { type Expression, SPLAT } from "./expression.ts";
import { TokenReader } from "./token-reader.ts";

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

const OPERATOR = /^(\|\||&&|==|!=|<=|>=|=>|<|>|\+|-|\*|\/|%)/;
const FOR = /^for\s+\w+\s*(,\s*\w+\s*)?in\b/;
const NUMBER = /^\d+(\.\d+)?/;
const BARE_KEY = /^[\w-]+(?=\s*[=:])/;

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
      const reader = new TokenReader(text, at + 2);
      const expression = new Parser(reader).expression();
      reader.expect("}");
      if (plain) parts.push({ kind: "literal", value: plain });
      plain = "";
      parts.push(expression);
      at = reader.at;
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
  readonly #reader: TokenReader;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  expression(): Expression {
    const test = this.#binary(1);
    if (!this.#reader.take("?")) return test;
    const then = this.expression();
    this.#reader.expect(":");
    return { kind: "condition", test, then, otherwise: this.expression() };
  }

  #binary(lowest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#reader.peek(OPERATOR);
      const strength = operator ? precedence[operator] : undefined;
      if (!operator || strength === undefined || strength < lowest) return left;
      this.#reader.expect(operator);
      left = { kind: "binary", operator, left, right: this.#binary(strength + 1) };
    }
  }

  #unary(): Expression {
    if (this.#reader.take("!")) return { kind: "unary", operator: "!", of: this.#unary() };
    if (this.#reader.take("-")) return { kind: "unary", operator: "-", of: this.#unary() };
    return this.#postfix(this.#primary());
  }

  #postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      if (this.#reader.startsWith("...")) return expression;
      if (this.#reader.take("[*]")) {
        const each = this.#postfix({ kind: "name", name: SPLAT });
        return { kind: "splat", of: expression, each };
      }
      if (this.#reader.take("[")) {
        const index = this.expression();
        this.#reader.expect("]");
        expression = { kind: "index", of: expression, index };
      } else if (this.#reader.take(".")) {
        expression = { kind: "attribute", of: expression, name: this.#reader.word() };
      } else return expression;
    }
  }

  #primary(): Expression {
    if (this.#reader.take("(")) {
      const inner = this.expression();
      this.#reader.expect(")");
      return inner;
    }
    if (this.#reader.next === '"') return this.#string();
    if (this.#reader.take("[")) return this.#listOrFor();
    if (this.#reader.take("{")) return this.#objectOrFor();
    const number = this.#reader.takeMatch(NUMBER);
    if (number) return { kind: "literal", value: Number(number) };
    const word = this.#reader.word();
    if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
    if (word === "null") return { kind: "literal", value: null };
    return this.#reader.next === "(" ? this.#call(word) : { kind: "name", name: word };
  }

  #call(name: string): Expression {
    this.#reader.expect("(");
    const args: Expression[] = [];
    let isExpanded = false;
    while (!this.#reader.take(")")) {
      args.push(this.expression());
      if (this.#reader.take("...")) isExpanded = true;
      this.#reader.take(",");
    }
    return { kind: "call", name, args, isExpanded };
  }

  #listOrFor(): Expression {
    if (this.#reader.peek(FOR)) return this.#for("]");
    const items: Expression[] = [];
    while (!this.#reader.take("]")) {
      items.push(this.expression());
      this.#reader.take(",");
    }
    return { kind: "list", items };
  }

  #objectOrFor(): Expression {
    if (this.#reader.peek(FOR)) return this.#for("}");
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.#reader.take("}")) {
      const start = this.#reader.at;
      const bare = this.#reader.takeMatch(BARE_KEY);
      const key: Expression = bare ? { kind: "literal", value: bare } : this.expression();
      if (!this.#reader.take("=") && !this.#reader.take(":")) throw this.#reader.error('"="');
      entries.push([key, this.expression()]);
      this.#reader.take(",");
      if (this.#reader.at === start) throw this.#reader.error("an entry");
    }
    return { kind: "object", entries };
  }

  #for(end: string): Expression {
    this.#reader.word();
    const names = [this.#reader.word()];
    if (this.#reader.take(",")) names.push(this.#reader.word());
    this.#reader.word();
    const source = this.expression();
    this.#reader.expect(":");
    const first = this.expression();
    const second = this.#reader.take("=>") ? this.expression() : null;
    this.#reader.take("...");
    const when = this.#reader.takeWord("if") ? this.expression() : null;
    this.#reader.expect(end);
    return { kind: "for", names, in: source, key: second && first, value: second ?? first, when };
  }

  #string(): Expression {
    const reader = this.#reader;
    let text = "";
    reader.at += 1;
    while (reader.next !== '"') {
      if (reader.at >= reader.text.length) throw reader.error("a closing quote");
      if (reader.next === "\\") {
        const escaped = reader.text[reader.at + 1] ?? "";
        text += { n: "\n", t: "\t", r: "\r" }[escaped] ?? escaped;
        reader.at += 2;
      } else if (reader.startsWith("${") && reader.text[reader.at - 1] !== "$") {
        const start = reader.at;
        reader.at += 2;
        this.expression();
        reader.expect("}");
        text += reader.text.slice(start, reader.at);
      } else {
        text += reader.next;
        reader.at += 1;
      }
    }
    reader.at += 1;
    return parseTemplate(text);
  }
}

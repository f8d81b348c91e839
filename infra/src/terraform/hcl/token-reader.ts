/** Where a parser stands in a text of HCL. White space and comments before what is looked for are passed over. */
export class TokenReader {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** The very next character, be it white space. */
  get next(): string | undefined {
    return this.text[this.at];
  }

  /** Whether the very next characters are these. */
  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  take(token: string): boolean {
    this.#skip();
    if (!this.startsWith(token)) return false;
    if (token === "=" && this.startsWith("==")) return false;
    if (token === "." && this.startsWith("...")) return false;
    if (token === "!" && this.startsWith("!=")) return false;
    this.at += token.length;
    return true;
  }

  takeWord(word: string): boolean {
    return this.takeMatch(new RegExp(`^${word}\\b`)) !== undefined;
  }

  takeMatch(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    this.at += found?.length ?? 0;
    return found;
  }

  /** What a pattern, which begins with `^`, finds here. */
  peek(pattern: RegExp): string | undefined {
    this.#skip();
    return pattern.exec(this.text.slice(this.at))?.[0];
  }

  /** @throws when the token is not there */
  expect(token: string): void {
    if (!this.take(token)) throw this.error(`"${token}"`);
  }

  /** @throws when there is no name */
  word(): string {
    const word = this.takeMatch(/^[A-Za-z_][\w-]*|^\d+/);
    if (!word) throw this.error("a name");
    return word;
  }

  error(expected: string): Error {
    return new Error(`Expected ${expected} at character ${this.at} of: ${this.text}`);
  }

  #skip(): void {
    this.at += /^(\s|#[^\n]*|\/\/[^\n]*)*/.exec(this.text.slice(this.at))?.[0].length ?? 0;
  }
}

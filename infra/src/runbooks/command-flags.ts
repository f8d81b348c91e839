/** Arguments of a command line, told apart. */
export interface CommandFlags {
  positional: string[];
  /** By long or short name with its dashes; a flag without a value is `true`. */
  flags: Map<string, string | true>;
}

/** @param switches flags that take no value; every other flag takes the next word, unless it is written with `=` */
export function readFlags(words: readonly string[], switches: ReadonlySet<string>): CommandFlags {
  const positional: string[] = [];
  const flags = new Map<string, string | true>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("-")) {
      positional.push(word);
      continue;
    }
    const equals = word.startsWith("--") ? word.indexOf("=") : -1;
    if (equals > 0) flags.set(word.slice(0, equals), word.slice(equals + 1));
    else if (switches.has(word)) flags.set(word, true);
    else {
      index += 1;
      flags.set(word, words[index] ?? "");
    }
  }
  return { positional, flags };
}

/** The text of the first of some flags that was given with a value. */
export function flagText({ flags }: CommandFlags, ...names: string[]): string | null {
  for (const name of names) {
    const value = flags.get(name);
    if (typeof value === "string") return value;
  }
  return null;
}

/** Whether a word holds a variable, whose value only the reader knows. */
export function isVariable(word: string): boolean {
  return /\$[A-Z]/.test(word);
}

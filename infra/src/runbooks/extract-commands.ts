import { parse as parseShell } from "shell-quote";

/** One simple command of a fenced `sh` block: a pipeline gives one for each of its parts. */
export interface RunbookCommand {
  /** Line of the file, from 1. */
  line: number;
  /** The program and its arguments; a variable stands as `$NAME`. */
  words: string[];
  /** The variable that the line sets, `NAME=value` or `NAME=$(command)`. */
  sets: string | null;
}

const FENCE = /^\s*```(\w*)\s*$/;
const ASSIGNMENT = /^([A-Z][A-Z0-9_]*)=(?:\$\((.*)\)|(.*))$/;

/**
 * The commands of a document, from its fenced `sh` blocks alone. Understands what runbooks need of a shell: quotes, comments,
 * pipes, `&&`, redirections and `NAME=$(command)`; not nesting, loops or functions, which nobody should paste at night.
 */
export function extractCommands(markdown: string, lineOffset = 0): RunbookCommand[] {
  const commands: RunbookCommand[] = [];
  let language: string | null = null;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = FENCE.exec(line);
    if (fence) language = language === null ? (fence[1] ?? "") : null;
    else if (language === "sh") commands.push(...readLine(line.trim(), lineOffset + index + 1));
  }
  return commands;
}

function readLine(text: string, line: number): RunbookCommand[] {
  const [, sets = null, substituted, value] = ASSIGNMENT.exec(text) ?? [];
  if (sets === null) return splitPipeline(text).map((words) => ({ line, words, sets: null }));
  if (substituted === undefined) return [{ line, words: variablesOf(value ?? ""), sets }];
  return splitPipeline(substituted).map((words) => ({ line, words, sets }));
}

/** A plain assignment runs nothing; only the variables it reads matter. */
function variablesOf(value: string): string[] {
  return ["", ...(value.match(/\$[A-Z][A-Z0-9_]*/g) ?? [])];
}

function splitPipeline(text: string): string[][] {
  const commands: string[][] = [[]];
  let skipTarget = false;
  for (const entry of parseShell(text, (name) => `$${name}`)) {
    if (typeof entry === "string") {
      if (!skipTarget) commands.at(-1)?.push(entry);
      skipTarget = false;
    } else if ("pattern" in entry) {
      commands.at(-1)?.push(entry.pattern);
    } else if ("op" in entry) {
      if (entry.op === "<" || entry.op === ">") skipTarget = true;
      else commands.push([]);
    }
  }
  return commands.filter((words) => words.length > 0);
}

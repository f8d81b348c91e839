import { createRequire } from "node:module";
import type * as Cel from "@bufbuild/cel";
import type * as CelExtensions from "@bufbuild/cel/ext";
import type { ValidationRule } from "../structural-schema.ts";

/** What a rule may speak of; whole numbers are bigint. */
export interface RuleVariables {
  self: unknown;
  oldSelf?: unknown;
}

type Program = ReturnType<typeof Cel.plan>;
type Outcome = { value: unknown } | { error: string } | "unknown";

const require = createRequire(import.meta.url);
/** Loaded with the first rule: it takes 15 MB, and most clusters have none. */
let loaded: { cel: typeof Cel; env: Cel.CelEnv } | undefined;
function loadCel() {
  if (loaded) return loaded;
  const cel = require("@bufbuild/cel") as typeof Cel;
  const { strings } = require("@bufbuild/cel/ext") as typeof CelExtensions;
  loaded = { cel, env: cel.celEnv({ funcs: strings }) };
  return loaded;
}

const programs = new Map<string, Program | string>();

/** The program of an expression, or why it is none. */
function programOf(expression: string): Program | string {
  const known = programs.get(expression);
  if (known !== undefined) return known;
  const { cel, env } = loadCel();
  let program: Program | string;
  try {
    program = cel.plan(env, cel.parse(expression));
  } catch (error) {
    program = error instanceof Error ? error.message : "unknown";
  }
  programs.set(expression, program);
  return program;
}

/** `.?` and what is written with it are optional types, which the library does not know. */
const usesOptionals = (expression: string) => /\.\?|\[\?|optional\./.test(expression);

/** Why an expression cannot be read; undefined when it can, or when only the lab cannot. */
export function findSyntaxFault(expression: string): string | undefined {
  const program = programOf(expression);
  return typeof program === "string" && !usesOptionals(expression) ? program : undefined;
}

function evaluate(expression: string, variables: RuleVariables): Outcome {
  const program = programOf(expression);
  if (typeof program === "string") return "unknown";
  const result = program(variables as unknown as Parameters<Program>[0]);
  if (!loadCel().cel.isCelError(result)) return { value: result };
  // Libraries that Kubernetes adds: quantities, URLs, lists. What cannot be judged is not held against anybody.
  return result.message.startsWith("unbound function") ? "unknown" : { error: result.message };
}

/** Why a rule does not hold, in its author's words where there are any; undefined when it holds. */
export function findRuleFault(
  { rule, message, messageExpression }: ValidationRule,
  variables: RuleVariables,
): string | undefined {
  const outcome = evaluate(rule, variables);
  if (outcome === "unknown") return undefined;
  if ("error" in outcome) return `${outcome.error} evaluating rule: ${message ?? rule}`;
  if (outcome.value === true) return undefined;
  const made = messageExpression ? evaluate(messageExpression, variables) : "unknown";
  if (made !== "unknown" && "value" in made && typeof made.value === "string") return made.value;
  return message ?? `failed rule: ${rule}`;
}

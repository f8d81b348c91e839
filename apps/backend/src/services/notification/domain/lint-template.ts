import { Liquid, TokenKind } from "liquidjs";
import type { MessageCategory } from "./categories.ts";
import { templateVariables } from "./default-templates.ts";

export interface LintFinding {
  readonly rule: string;
  readonly detail: string;
}

/** CROA-11: nothing that promises a result. */
const promises = [
  /guarantee/i,
  /remove all/i,
  /erase/i,
  /new credit (file|identity)/i,
  /\b\d+\s*points?\b/i,
  /100\s*%/,
];
/** MAIL-1: what makes a message marketing. */
const offers = [/\boffer\b/i, /\bdiscount\b/i, /\bupgrade\b/i, /\bsave \$?\d/i, /refer a friend/i];
/** MAIL-3: numbers of people and accounts. */
const numbers = [/\b\d{3}-\d{2}-\d{4}\b/, /\b(?:\d[ -]?){13,16}\b/];

/** Everything that is wrong with a text before anybody receives it. */
export function lintTemplate({
  category,
  subject,
  body,
}: {
  category: MessageCategory;
  subject: string;
  body: string;
}): LintFinding[] {
  const whole = `${subject}\n${body}`;
  const findings: LintFinding[] = [];
  const add = (rule: string, detail: string) => findings.push({ rule, detail });
  const used = listVariables(whole);
  if (used === null)
    return [
      { rule: "template", detail: "The text is not Liquid, or uses tags. Only {{ variables }} may be used." },
    ];
  for (const name of used) {
    if (!(templateVariables as readonly string[]).includes(name)) {
      add("MAIL-3", `{{ ${name} }} is not one of ${templateVariables.join(", ")}.`);
    }
  }
  if (promises.some((pattern) => pattern.test(whole))) add("CROA-11", "The text promises a result.");
  if (numbers.some((pattern) => pattern.test(whole)))
    add("MAIL-3", "The text holds a number of a person or an account.");
  if (/[\r\n]/.test(subject)) add("MAIL-2", "The subject is one line.");
  if (category === "marketing") {
    if (!used.includes("unsubscribe_url")) add("MAIL-1", "Marketing has {{ unsubscribe_url }}.");
    if (!used.includes("postal_address")) add("MAIL-1", "Marketing has {{ postal_address }}.");
  } else if (offers.some((pattern) => pattern.test(whole))) {
    add("MAIL-1", "A message that is no marketing sells nothing.");
  }
  return findings;
}

const engine = new Liquid();

/** The variables of a text, or null when it is no Liquid or has tags (loops, includes). */
function listVariables(text: string): string[] | null {
  try {
    const templates = engine.parse(text);
    if (templates.some(({ token }) => token.kind === TokenKind.Tag)) return null;
    return [...new Set(engine.fullVariablesSync(templates))];
  } catch {
    return null;
  }
}

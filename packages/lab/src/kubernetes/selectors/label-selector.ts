import { badRequest } from "../store/status-error.ts";
import { meetsRequirement, type Operator, type Requirement } from "./requirement.ts";

type Labels = Readonly<Record<string, string>>;

/** `metav1.LabelSelector`, as specs hold it. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: Requirement[];
}

const KEY = "[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?";
const VALUE = "([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?";
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARE = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*(${VALUE})$`);
const COMPARISONS: Readonly<Record<string, Operator>> = {
  "=": "In",
  "==": "In",
  "!=": "NotIn",
  ">": "Gt",
  "<": "Lt",
};
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/** Splits at the commas outside parentheses. */
function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth += 1;
    if (text[index] === ")") depth -= 1;
    if (text[index] === "," && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function parseRequirement(text: string): Requirement {
  const set = SET.exec(text);
  if (set) {
    const [, key = "", , operator, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return { key, operator: operator === "in" ? "In" : "NotIn", values };
  }
  const comparison = COMPARE.exec(text);
  if (comparison) {
    const [, key = "", , operator = "=", value = ""] = comparison;
    return { key, operator: COMPARISONS[operator] ?? "In", values: [value] };
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key = ""] = exists;
    return { key, operator: not ? "DoesNotExist" : "Exists" };
  }
  throw badRequest(`unable to parse requirement: found '${text}', expected: an operator or identifier`);
}

/**
 * A `labelSelector` query: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`. As in Kubernetes, `!=` and `notin` also match
 * objects without the label. Malformed: 400.
 */
export function parseLabelSelector(text: string): (labels: Labels | undefined) => boolean {
  if (text.trim() === "") return () => true;
  const requirements = splitRequirements(text).map(parseRequirement);
  return (labels) => meetsAll(requirements, labels);
}

/** An absent selector matches nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const isEqual = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return isEqual && meetsAll(matchExpressions, labels);
}

function meetsAll(requirements: readonly Requirement[], labels: Labels = {}): boolean {
  return requirements.every((requirement) => meetsRequirement(requirement, labels[requirement.key]));
}

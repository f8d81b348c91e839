import { badRequest } from "../../store/status-error.ts";

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const KEY = "[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?";
const VALUE = "([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?";
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARE = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*(${VALUE})$`);
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

function compare(key: string, operator: string, value: string): Requirement {
  if (operator === "!=") return (labels) => labels[key] !== value;
  if (operator === ">") return (labels) => Number(labels[key]) > Number(value);
  if (operator === "<") return (labels) => Number(labels[key]) < Number(value);
  return (labels) => labels[key] === value;
}

function parseRequirement(text: string): Requirement {
  const set = SET.exec(text);
  if (set) {
    const [, key = "", , operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    if (operator === "in") return (labels) => labels[key] !== undefined && values.has(labels[key]);
    return (labels) => labels[key] === undefined || !values.has(labels[key]);
  }
  const comparison = COMPARE.exec(text);
  if (comparison) {
    const [, key = "", , operator = "=", value = ""] = comparison;
    return compare(key, operator, value);
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key = ""] = exists;
    return not ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
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
  return (labels) => requirements.every((matches) => matches(labels ?? {}));
}

/** A `metav1.LabelSelector`, as specs hold it. An absent selector matches nothing, an empty one everything. */
export function matchesSelector(selector: unknown, labels: Labels = {}): boolean {
  if (typeof selector !== "object" || selector === null) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector as {
    matchLabels?: Labels;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
  const isEqual = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return isEqual && matchExpressions.every((expression) => matchesExpression(expression, labels));
}

function matchesExpression(expression: { key: string; operator: string; values?: string[] }, labels: Labels) {
  const value = labels[expression.key];
  const isListed = value !== undefined && (expression.values ?? []).includes(value);
  switch (expression.operator) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}

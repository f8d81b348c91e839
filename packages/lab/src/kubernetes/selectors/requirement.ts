export type Operator = "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";

/** What a selector asks of one label, or of one field. */
export interface Requirement {
  key: string;
  operator: Operator;
  values?: string[];
}

/** Whether a value, or its absence, is what the requirement asks for. As in Kubernetes, what is absent is in no list. */
export function meetsRequirement(
  { operator, values = [] }: Omit<Requirement, "key">,
  value: string | undefined,
): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return Number(value) > Number(values[0]);
    case "Lt":
      return Number(value) < Number(values[0]);
  }
}

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

/** The name that stands for the element inside `items[*].name`. */
export const SPLAT = "*";

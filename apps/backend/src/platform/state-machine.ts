import { commonProblems } from "./problems.ts";

export interface StateMachine<S extends string> {
  readonly name: string;
  readonly states: readonly S[];
  readonly edges: Readonly<Record<S, readonly S[]>>;
  allows(from: S, to: S): boolean;
  /** @throws ProblemError state.invalid_transition unless the table lists the edge. */
  assertEdge(from: S, to: S): void;
}

/** A table of which state may follow which. What it does not list cannot happen. */
export function defineMachine<const S extends string>(
  name: string,
  edges: Readonly<Record<S, readonly NoInfer<S>[]>>,
): StateMachine<S> {
  const states = Object.keys(edges) as S[];
  const allows = (from: S, to: S) => edges[from].includes(to);
  return {
    name,
    states,
    edges,
    allows,
    assertEdge(from, to) {
      if (allows(from, to)) return;
      throw commonProblems.problem("state.invalid_transition", {
        detail: `A ${name} that is ${from} cannot become ${to}.`,
        members: { from, to },
      });
    },
  };
}

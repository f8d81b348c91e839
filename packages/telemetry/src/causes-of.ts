const mostCauses = 5;

/** An error with its causes, the outermost first; of a long chain the outer ones. Nothing for what is no error. */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && causes.length < mostCauses; next = next.cause)
    causes.push(next);
  return causes;
}

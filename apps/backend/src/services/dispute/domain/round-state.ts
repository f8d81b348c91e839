import type { LetterState, RoundState } from "@horizon/contracts/backend";

/** Edges of a round. */
export const roundEdges: Readonly<Record<RoundState, readonly RoundState[]>> = {
  draft: ["rendered", "closed"],
  // Back to draft when its letter is cancelled or refused: another is rendered.
  rendered: ["approved", "draft"],
  approved: ["queued", "draft"],
  queued: ["mailed", "draft"],
  // Straight to awaiting when no scan will ever come: receipt is then presumed.
  mailed: ["delivered", "returned", "awaiting_result"],
  delivered: ["awaiting_result"],
  returned: ["draft"],
  awaiting_result: ["extended", "result_partial", "result_recorded", "overdue", "returned", "closed"],
  extended: ["result_partial", "result_recorded", "overdue", "returned", "closed"],
  result_partial: ["result_recorded", "overdue"],
  // An answer may come late.
  overdue: ["result_partial", "result_recorded", "closed"],
  result_recorded: ["closed"],
  closed: [],
};

/** Edges of a letter. */
export const letterEdges: Readonly<Record<LetterState, readonly LetterState[]>> = {
  rendered: ["approved", "cancelled"],
  approved: ["send_requested", "cancelled"],
  // Straight to mailed when a person puts it in the mail.
  send_requested: ["accepted_by_mailer", "mailed", "failed", "cancelled"],
  accepted_by_mailer: ["mailed", "failed", "cancelled"],
  mailed: ["in_transit", "failed"],
  in_transit: ["delivered", "returned", "failed"],
  delivered: [],
  returned: [],
  failed: [],
  cancelled: [],
};

/**
 * The shortest way along the edges, without the start; null when there is none. An event that overtook another (delivered before
 * mailed) takes every edge in between, so that nobody who listens for one of them misses it.
 */
export function pathBetween<S extends string>(
  edges: Readonly<Record<S, readonly S[]>>,
  from: S,
  to: S,
): readonly S[] | null {
  const cameFrom = new Map<S, S | null>([[from, null]]);
  const queue = [from];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    if (state === to) break;
    for (const next of edges[state]) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, state);
      queue.push(next);
    }
  }
  if (!cameFrom.has(to)) return null;
  const path: S[] = [];
  for (let state: S = to; state !== from; state = cameFrom.get(state) ?? from) path.unshift(state);
  return path;
}

import type { ChangeFilter, ChangeType } from "@horizon/contracts";
import { moment, oneOf, textUpTo, type ValuesOf } from "../../address/params";

export const changeTypes = [
  "deploy",
  "rollout",
  "scale",
  "config",
  "restart",
  "pod",
  "node",
] as const satisfies readonly ChangeType[];

/** The filters of the timeline as they stand in the address. */
export const changeParams = {
  type: oneOf(changeTypes),
  service: textUpTo(100),
  actor: textUpTo(100),
  from: moment,
  to: moment,
};

const pageSize = 50;

/** What to ask for; server and browser ask with the same words, or the first paint would be thrown away. */
export function changeFilterOf(
  environment: string,
  params: ValuesOf<typeof changeParams>,
): Omit<ChangeFilter, "cursor"> {
  const { type, service, actor, from, to } = params;
  return {
    environment,
    limit: pageSize,
    ...(type ? { types: [type] } : {}),
    ...(service ? { service } : {}),
    ...(actor ? { actor } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

import type { ChangeFilter, ChangeType } from "@horizon/contracts";
import { oneOf, optionalText, text, type ValuesOf } from "../../address/params";

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
  service: text,
  actor: text,
  from: optionalText,
  to: optionalText,
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
    ...(from && isMoment(from) ? { from } : {}),
    ...(to && isMoment(to) ? { to } : {}),
  };
}

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && text.endsWith("Z");
}

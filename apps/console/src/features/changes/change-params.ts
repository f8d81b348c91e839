import type { ChangeFilter, ChangeType } from "@horizon/contracts";
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

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
  type: parseAsStringLiteral(changeTypes),
  service: parseAsString.withDefault(""),
  actor: parseAsString.withDefault(""),
  from: parseAsString,
  to: parseAsString,
};
export const loadChangeParams = createLoader(changeParams);

const pageSize = 50;

/** What to ask for; server and browser ask with the same words, or the first paint would be thrown away. */
export function changeFilterOf(
  environment: string,
  params: inferParserType<typeof changeParams>,
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

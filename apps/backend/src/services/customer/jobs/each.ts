import { type DueItems, eachDue } from "../../../platform/each-due.ts";
import type { CustomerContext } from "../context.ts";

/** Everything that `list` names, each by itself. */
export async function eachOf<T extends { readonly id: string }>(
  { logger }: CustomerContext,
  list: DueItems<T>["list"],
  act: DueItems<T>["act"],
): Promise<{ done: number }> {
  const { done } = await eachDue(logger, { list, idOf: ({ id }) => id, act });
  return { done };
}

/** As `eachOf`, where ids are all that is listed. */
export async function eachId(
  { logger }: CustomerContext,
  list: DueItems<string>["list"],
  act: DueItems<string>["act"],
): Promise<{ done: number }> {
  const { done } = await eachDue(logger, { list, idOf: (id) => id, act });
  return { done };
}

import type { z } from "zod";
import type { ServiceName } from "../service-names.ts";

export interface EventDefinition {
  /** Thin: ids, dates and enums; never a name, an address, a number of a person, or a secret. */
  readonly data: z.ZodType<Record<string, unknown>>;
  /** The services to which it is delivered; its own service when it is work left for later. */
  readonly consumers: readonly ServiceName[];
}

/** The events that one service emits, by name and version. */
export function defineEvents<const T extends Readonly<Record<`${string}.v${number}`, EventDefinition>>>(
  events: T,
): T {
  return events;
}

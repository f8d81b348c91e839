import { z } from "zod";

export { newId } from "@horizon/db";

/**
 * Ids on the outside are a prefix and the 32 hex digits of a UUIDv7 (`cus_0199f0a0…`), so that one of another kind is
 * never taken for it; inside they are UUIDs.
 */
export function publicIdOf(prefix: string, uuid: string): string {
  return `${prefix}_${uuid.replaceAll("-", "")}`;
}

/** A public id of this kind in a request; parsed to its UUID. */
export function idIn(prefix: string) {
  return idOut(prefix).transform(toUuid);
}

/** A public id of this kind in an answer. */
export function idOut(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `must be an id like ${prefix}_0199f0a0…`);
}

function toUuid(id: string): string {
  const hex = id.slice(-32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

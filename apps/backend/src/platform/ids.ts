import { randomFillSync } from "node:crypto";
import { z } from "zod";

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

/** A UUIDv7 (RFC 9562): 48 bits of time, so that rows lie in the order in which they were made, and 74 random ones. */
export function newId(): string {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toUuid(bytes.toString("hex"));
}

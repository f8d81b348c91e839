import type { StreamPosition } from "@horizon/contracts";

/** The event id under which a browser remembers its place. */
export function formatPosition({ epoch, seq }: StreamPosition): string {
  return `${epoch}:${seq}`;
}

/** `unknown` for an id that is not ours, so that its reader starts afresh. */
export function parsePosition(id: string): StreamPosition | "unknown" {
  const match = /^([\w-]+):(\d{1,15})$/.exec(id);
  if (!match?.[1] || !match[2]) return "unknown";
  return { epoch: match[1], seq: Number(match[2]) };
}

import { isIP } from "node:net";

/**
 * The client's address: the last entry of X-Forwarded-For that was not written by a proxy of ours. Whatever a client
 * itself puts into the header stands further left and is never believed.
 */
export function clientAddressOf(
  peer: string,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  let address = normalise(peer);
  if (forwardedFor === undefined) return address;
  const hops = forwardedFor.split(",").map((hop) => normalise(hop.trim()));
  for (let index = hops.length - 1; index >= 0 && isTrusted(address); index -= 1) {
    const hop = hops[index] ?? "";
    if (isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

/** IPv4 in its IPv6 form is the same client. */
function normalise(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** Loopback and private networks: where load balancers are. */
export function isPrivateAddress(address: string): boolean {
  return (
    /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ||
    address === "::1" ||
    /^f[cd][0-9a-f]{2}:/i.test(address)
  );
}

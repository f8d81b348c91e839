import ipaddr from "ipaddr.js";

/**
 * Whether a webhook may be sent to this address. Only what is on the public internet: not this machine, not our networks, not
 * the cloud's metadata service, in whatever notation (decimal, hexadecimal, IPv4 in IPv6).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "unicast";
}

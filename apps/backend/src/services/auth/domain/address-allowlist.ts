import { BlockList, isIP } from "node:net";

const cidr = /^([0-9a-fA-F.:]{2,45})\/(\d{1,3})$/;

/** Whether it names an address or a range of them (CIDR), IPv4 or IPv6. */
export function isAddressRange(text: string): boolean {
  const { address, prefix } = split(text);
  const version = isIP(address);
  return version !== 0 && prefix >= 0 && prefix <= (version === 4 ? 32 : 128);
}

/** Whether a client may come from this address; an empty list allows all. */
export function isAddressAllowed(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(plain) === 0) return false;
  const list = new BlockList();
  for (const range of ranges.filter(isAddressRange)) {
    const { address: network, prefix } = split(range);
    list.addSubnet(network, prefix, isIP(network) === 4 ? "ipv4" : "ipv6");
  }
  return list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
}

function split(range: string): { address: string; prefix: number } {
  const [, network, prefix] = cidr.exec(range) ?? [];
  if (network !== undefined) return { address: network, prefix: Number(prefix) };
  return { address: range, prefix: isIP(range) === 4 ? 32 : 128 };
}

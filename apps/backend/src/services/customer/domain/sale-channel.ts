import type { SaleChannel, UserRole } from "@horizon/contracts/backend";

/** Towards the Telemarketing Sales Rule: `online` alone is outside of it. */
const underTsr = (channel: SaleChannel) => channel !== "online";

/** Whether this role may record that a contract was sold otherwise than thought (TSR-2): out of the rule, compliance alone. */
export function mayMoveSaleChannel(role: UserRole, from: SaleChannel, to: SaleChannel): boolean {
  if (role === "compliance") return true;
  if (role !== "agent" && role !== "admin") return false;
  return underTsr(to) || !underTsr(from);
}

/** A call by which something was sold before the signature makes an online sale a mixed one. */
export function channelAfterCall(channel: SaleChannel): SaleChannel {
  return channel === "online" ? "mixed" : channel;
}

import type { ContractStatus } from "@horizon/contracts/backend";

export const activationNeeds = ["identity", "contract_in_force", "report_consent"] as const;
export type ActivationNeed = (typeof activationNeeds)[number];

/** What a customer still lacks to be served. */
export function listMissingForActivation(customer: {
  readonly identityVerified: boolean;
  readonly contractStatus: ContractStatus | null;
  readonly reportConsent: boolean;
}): ActivationNeed[] {
  const met: Record<ActivationNeed, boolean> = {
    identity: customer.identityVerified,
    contract_in_force: customer.contractStatus === "in_force",
    report_consent: customer.reportConsent,
  };
  return activationNeeds.filter((need) => !met[need]);
}

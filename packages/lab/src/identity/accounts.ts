/** An account at either provider, by the name that is typed there. */
export interface IdentityAccount {
  readonly login: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

/** GitHub numbers its accounts, OpenID Connect names them as it likes; neither is ever given to somebody else. */
export const subjectOf = ({ login }: IdentityAccount) => login;

export function findAccount(
  accounts: readonly IdentityAccount[],
  login: string | null | undefined,
): IdentityAccount | undefined {
  return accounts.find((account) => account.login === login);
}

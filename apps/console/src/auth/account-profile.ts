/** What a provider says of an account, in one shape. */
export interface AccountProfile {
  /** The account's name there, which never changes. */
  readonly sub: string;
  readonly name: string;
  /** Empty where the account shows none. */
  readonly email: string;
  readonly emailVerified: boolean;
}

declare module "next-auth" {
  interface User {
    emailVerified?: boolean;
    /** The session that ops-server opened. */
    sessionId?: string;
  }
}

/** As next-auth wants it. */
export function toUser({ sub, name, email, emailVerified }: AccountProfile) {
  return { id: sub, name, email, emailVerified };
}

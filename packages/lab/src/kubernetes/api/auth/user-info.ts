/** Who asks, as authentication found it. */
export interface UserInfo {
  username: string;
  uid?: string;
  groups: readonly string[];
  /** The real user behind an impersonation. */
  impersonatedBy?: string;
}

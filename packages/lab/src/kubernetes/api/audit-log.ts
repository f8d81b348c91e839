/** One answered request, as the `Metadata` level of Kubernetes' audit log keeps it. */
export interface AuditEntry {
  timeMs: number;
  /** Who authenticated. Empty when nobody did. */
  user: string;
  /** As whom the request acted, when it impersonated. */
  impersonatedUser?: string;
  impersonatedGroups?: readonly string[];
  verb: string;
  /** `deployments.apps`, with the subresource behind a slash. A path outside the API stands as it is. */
  resource: string;
  namespace?: string;
  name?: string;
  userAgent?: string;
  code: number;
}

export interface AuditLog {
  append(entry: AuditEntry): void;
  /** Oldest first. */
  entries(): readonly AuditEntry[];
}

/** Keeps the newest entries. */
export function createAuditLog(limit = 2_000): AuditLog {
  let entries: AuditEntry[] = [];
  return {
    append(entry) {
      entries.push(entry);
      if (entries.length > limit * 2) entries = entries.slice(-limit);
    },
    entries: () => entries.slice(-limit),
  };
}

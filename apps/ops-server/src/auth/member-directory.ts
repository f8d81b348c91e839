import type { MemberRow } from "@horizon/contracts";
import { AppError } from "@horizon/errors";

/** How long a member is believed without asking again: a role taken away works within this time. */
const cacheMs = 2_000;
/** How long reads go on with the last known member while the database cannot be asked. */
const outageGraceMs = 30_000;

export interface MemberDirectory {
  /** For reads: cached for two seconds, and for thirty while the database is down. Null: not an active member. */
  findForRead(email: string): Promise<MemberRow | null>;
  /** For anything that changes the world: always asks the database, and fails when it cannot. */
  findForAction(email: string): Promise<MemberRow | null>;
  /** Forgets everybody; called whenever a member was changed. */
  invalidate(): void;
  /** Calls `listener` after each invalidation; returns a function that stops it. */
  onInvalidate(listener: () => void): () => void;
}

interface Options {
  /** By lower-case e-mail, active or not. */
  readonly findMember: (email: string) => Promise<MemberRow | null>;
  readonly now: () => Date;
}

interface CacheEntry {
  readonly member: MemberRow | null;
  readonly readAtMs: number;
  /** Known to be out of date; good only while the database is down. */
  readonly outdated: boolean;
}

/** Finds the member behind a session. The role is never taken from the cookie. */
export function createMemberDirectory({ findMember, now }: Options): MemberDirectory {
  const cache = new Map<string, CacheEntry>();
  // A crowd of requests of one member is one question to the database.
  const asked = new Map<string, Promise<MemberRow | null>>();
  const listeners = new Set<() => void>();

  async function read(email: string): Promise<MemberRow | null> {
    const member = await findMember(email);
    const active = member?.active ? member : null;
    cache.set(email, { member: active, readAtMs: now().getTime(), outdated: false });
    return active;
  }

  function readOnce(email: string): Promise<MemberRow | null> {
    const known = asked.get(email);
    if (known) return known;
    const reading = read(email).finally(() => {
      if (asked.get(email) === reading) asked.delete(email);
    });
    asked.set(email, reading);
    return reading;
  }

  return {
    findForAction: read,
    async findForRead(email) {
      const entry = cache.get(email);
      const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : now().getTime() - entry.readAtMs;
      if (entry && !entry.outdated && ageMs <= cacheMs) return entry.member;
      try {
        return await readOnce(email);
      } catch (error) {
        if (entry?.member && ageMs <= outageGraceMs) return entry.member;
        throw new AppError("UNAVAILABLE", "Members cannot be read now.", { cause: error });
      }
    },
    invalidate() {
      asked.clear();
      // Not dropped: during an outage reads still need the last known member.
      for (const [email, entry] of cache) cache.set(email, { ...entry, outdated: true });
      for (const listener of listeners) listener();
    },
    onInvalidate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

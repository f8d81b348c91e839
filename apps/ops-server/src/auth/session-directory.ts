import type { MemberRow, SignInVia } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { isSessionOpen, type SessionTimes } from "./is-session-open.ts";

/** How long an answer of the database is believed: what an admin takes away is gone within this time, and usually at once. */
const cacheMs = 2_000;
/** How long reads go on with the last known answer while the database cannot be asked. */
const outageGraceMs = 30_000;
/** A session that is used is noted as seen this often. */
const touchAfterMs = 60_000;
const pruneAbove = 1_000;

/** Somebody whose session is open and who is an active member. */
export interface SignedIn {
  readonly sessionId: string;
  readonly via: SignInVia;
  readonly member: MemberRow;
}

export interface KnownSession extends SessionTimes {
  readonly via: SignInVia;
  /** Active or not. */
  readonly member: MemberRow;
}

export interface SessionDirectory {
  /** For reads: cached for two seconds, and for thirty while the database is down. Null: nobody is signed in. */
  findForRead(sessionId: string): Promise<SignedIn | null>;
  /** For anything that changes the world: always asks the database, and fails when it cannot. */
  findForAction(sessionId: string): Promise<SignedIn | null>;
  /** Forgets the sessions of a member, or everybody's; called whenever members or sessions were changed. */
  invalidate(memberId?: string): void;
  /** Calls `listener` after each invalidation; returns a function that stops it. */
  onInvalidate(listener: (memberId: string | undefined) => void): () => void;
}

interface Options {
  /** Open or over. */
  readonly findSession: (sessionId: string) => Promise<KnownSession | null>;
  /** Notes that the session is used. Its failure must not be the reader's. */
  readonly touchSession: (sessionId: string, at: Date) => void;
  readonly now: () => Date;
}

interface CacheEntry {
  readonly session: KnownSession | null;
  readonly readAtMs: number;
  /** Known to be out of date; good only while the database is down. */
  readonly outdated: boolean;
}

/** Finds who is behind a session. Neither role nor membership is ever taken from the cookie. */
export function createSessionDirectory({ findSession, touchSession, now }: Options): SessionDirectory {
  const cache = new Map<string, CacheEntry>();
  // A crowd of requests of one session is one question to the database.
  const asked = new Map<string, Promise<SignedIn | null>>();
  const listeners = new Set<(memberId: string | undefined) => void>();

  function admit(sessionId: string, session: KnownSession | null): SignedIn | null {
    if (!session?.member.active || !isSessionOpen(session, now())) return null;
    return { sessionId, via: session.via, member: session.member };
  }

  async function read(sessionId: string): Promise<SignedIn | null> {
    const session = await findSession(sessionId);
    const at = now();
    cache.set(sessionId, { session, readAtMs: at.getTime(), outdated: false });
    if (cache.size > pruneAbove) prune();
    const signedIn = admit(sessionId, session);
    if (session && signedIn && at.getTime() - session.seenAt.getTime() >= touchAfterMs)
      touchSession(sessionId, at);
    return signedIn;
  }

  function prune(): void {
    const oldest = now().getTime() - outageGraceMs;
    for (const [sessionId, { readAtMs }] of cache) if (readAtMs < oldest) cache.delete(sessionId);
  }

  function readOnce(sessionId: string): Promise<SignedIn | null> {
    const known = asked.get(sessionId);
    if (known) return known;
    const reading = read(sessionId).finally(() => {
      if (asked.get(sessionId) === reading) asked.delete(sessionId);
    });
    asked.set(sessionId, reading);
    return reading;
  }

  return {
    findForAction: read,
    async findForRead(sessionId) {
      const entry = cache.get(sessionId);
      const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : now().getTime() - entry.readAtMs;
      if (entry && !entry.outdated && ageMs <= cacheMs) return admit(sessionId, entry.session);
      try {
        return await readOnce(sessionId);
      } catch (error) {
        const last = entry && ageMs <= outageGraceMs ? admit(sessionId, entry.session) : null;
        if (last) return last;
        throw new AppError("UNAVAILABLE", "Sessions cannot be read now.", { cause: error });
      }
    },
    invalidate(memberId) {
      asked.clear();
      // Not dropped: during an outage reads still need the last known answer.
      for (const [sessionId, entry] of cache) {
        if (memberId !== undefined && entry.session?.member.id !== memberId) continue;
        cache.set(sessionId, { ...entry, outdated: true });
      }
      for (const listener of listeners) listener(memberId);
    },
    onInvalidate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

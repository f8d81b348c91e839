import { AppError } from "@horizon/errors";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Connections, openConnections } from "./connections.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { isSerializationFailure, mapDbError } from "./map-db-error.ts";
import { createStatementNames } from "./statement-names.ts";

/** Known to this package alone: Prisma does not leave it. */
const client = Symbol("client");
/** What waits for the commit of a transaction. */
const waiting = Symbol("waiting");
/** A transaction has none: it fails with its own. */
const connected = Symbol("connected");
type Client = Prisma.TransactionClient;

/** The database, or a transaction in it: the first argument of every query. */
export interface Db {
  readonly [client]: PrismaClient | Client;
  readonly [waiting]?: (() => void)[];
  readonly [connected]?: Connections;
}

export interface DbOptions {
  /** Most connections held at once. */
  readonly poolMax: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Where names without a schema are looked up; `ops` when left out. */
  readonly schema?: string;
}

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 15_000;
const idleInTransactionTimeoutMs = 30_000;

/** Connects at the first query. After an outage, later queries connect anew by themselves. */
export function createDb(
  url: string,
  { poolMax, applicationName = "horizon", schema = "ops" }: DbOptions,
): Db {
  const connections = openConnections({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    application_name: applicationName,
    keepAlive: true,
  });
  const adapter = new PrismaPg(
    connections.pool,
    // A connection that breaks while idle is replaced; the next query tells whether the database is there.
    {
      schema,
      disposeExternalPool: true,
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
      statementNameGenerator: createStatementNames(),
    },
  );
  return { [client]: new PrismaClient({ adapter, errorFormat: "minimal" }), [connected]: connections };
}

/** For `watchDb`. */
export function connectionsOf(db: Db): Connections {
  const connections = db[connected];
  if (!connections) throw new Error("A transaction has no connections of its own.");
  return connections;
}

/** @throws AppError UNAVAILABLE while the database is known not to answer: nothing is sent that would wait. */
function assertAnswering(db: Db): void {
  if (db[connected]?.silentSince) throw new AppError("UNAVAILABLE", "The database does not answer.");
}

/** Ends the connections. Not for a transaction. */
export async function closeDb(db: Db): Promise<void> {
  const prisma = db[client];
  if ("$disconnect" in prisma) await prisma.$disconnect();
}

/** @throws AppError UNAVAILABLE when the database does not answer. */
export async function pingDb(db: Db): Promise<void> {
  await runQuery(db, (prisma) => prisma.$queryRaw`SELECT 1`);
}

/**
 * Runs `work` in one transaction, READ COMMITTED; a thrown error rolls it back and passes unchanged. Inside a transaction it joins it.
 * Keep it short: an audit append in it holds up all others until it ends.
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return runTransaction(db, work, undefined);
}

/**
 * Like `inTransaction`, but it fails when it would have to wait longer than `lockTimeoutMs` for what another transaction holds. With less
 * than PostgreSQL's deadlock_timeout (1 s) it is never the reason for which another is rolled back.
 */
export async function inYieldingTransaction<T>(
  db: Db,
  lockTimeoutMs: number,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    await runQuery(
      tx,
      (prisma) => prisma.$executeRaw`SELECT set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`,
    );
    return work(tx);
  });
}

/**
 * Runs `tell` when what was written with `db` is kept: at once outside of a transaction, never when it is rolled back. For figures and
 * signals alone: nothing is undone when it throws or the process ends before it.
 */
export function afterCommit(db: Db, tell: () => void): void {
  const tells = db[waiting];
  if (tells === undefined) tell();
  else tells.push(tell);
}

const serializationAttempts = 6;

/**
 * Like `inTransaction`, SERIALIZABLE: as if no other transaction ran at the same time. One that lost to another is
 * tried again, so `work` may run several times and must do nothing but query.
 *
 * @throws AppError CONFLICT when it lost every time.
 */
export async function inSerializableTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runTransaction(db, work, "Serializable");
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
      if (attempt === serializationAttempts) {
        throw new AppError("CONFLICT", "Others were changing the same thing. Try again.", { cause: error });
      }
    }
  }
}

async function runTransaction<T>(
  db: Db,
  work: (tx: Db) => Promise<T>,
  isolationLevel: "Serializable" | undefined,
): Promise<T> {
  const prisma = db[client];
  if (!("$transaction" in prisma)) return work(db);
  assertAnswering(db);
  let workFailed: { error: unknown } | undefined;
  const tells: (() => void)[] = [];
  let result: T;
  try {
    result = await prisma.$transaction(
      (tx) =>
        work({ [client]: tx, [waiting]: tells }).catch((error: unknown) => {
          workFailed = { error };
          throw error;
        }),
      { maxWait: connectTimeoutMs, timeout: statementTimeoutMs, isolationLevel },
    );
  } catch (error) {
    // What the work itself threw says what it says; only the transaction's own failures are the database's.
    throw workFailed?.error === error ? error : mapDbError(error);
  }
  // A transaction in a transaction is kept when the outer one is.
  for (const tell of tells) afterCommit(db, tell);
  return result;
}

/** For the queries of this package: lends Prisma's client and turns its errors into AppErrors. */
export async function runQuery<T>(db: Db, query: (prisma: Client) => Promise<T>): Promise<T> {
  assertAnswering(db);
  try {
    return await query(db[client]);
  } catch (error) {
    throw mapDbError(error);
  }
}

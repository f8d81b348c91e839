import { randomUUID } from "node:crypto";
import type { Role } from "@horizon/contracts";
import { Client } from "pg";
import { closeDb, createDb, type Db } from "../db.ts";
import { createTestDatabase } from "../embedded/index.ts";
import type { NewIntent } from "./intents.ts";
import { createMember, type Member } from "./members.ts";

export interface TestDb {
  /** As ops-server: the role `horizon_ops`. */
  readonly db: Db;
  /** Runs SQL as the superuser. */
  readonly asAdmin: (sql: string, values?: unknown[]) => Promise<void>;
  /** Runs SQL as `horizon_ops`, past the queries of this package. */
  readonly asOps: (sql: string, values?: unknown[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A database of the test file's own. */
export async function openTestDb(): Promise<TestDb> {
  const database = await createTestDatabase();
  const db = createDb(database.url, { poolMax: 10 });
  return {
    db,
    asAdmin: (sql, values) => runSql(database.adminUrl, sql, values),
    asOps: (sql, values) => runSql(database.url, sql, values),
    close: async () => {
      await closeDb(db);
      await database.close();
    },
  };
}

async function runSql(url: string, sql: string, values?: unknown[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

/** A member whom no other test knows. */
export async function addMember(db: Db, role: Role = "operator"): Promise<Member> {
  return createMember(db, { email: `${randomUUID()}@horizon.example`, name: `A ${role}`, role });
}

/** A promotion as its actor asks for it, under a key of its own. */
export function promotionBy(actor: Member, fields: Partial<NewIntent> = {}): NewIntent {
  return {
    idempotencyKey: randomUUID(),
    bodyDigest: "body-1",
    digest: "digest-1",
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
    action: "rollout.promote",
    environment: "production",
    cluster: "production",
    namespace: "horizon-production",
    kind: "Rollout",
    name: "api-gateway",
    reason: "error rate is flat",
    command: { action: "rollout.promote" },
    seen: { resourceVersion: "41", podHash: "6f7d8c", stepIndex: 2 },
    guards: [],
    clientAddress: "203.0.113.7",
    userAgent: "test",
    ...fields,
  };
}

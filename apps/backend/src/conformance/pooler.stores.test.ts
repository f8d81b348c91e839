import { randomUUID } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import {
  closeDb,
  createDb,
  type Db,
  inSerializableTransaction,
  inTransaction,
  notifyChannel,
  pingDb,
} from "@horizon/db";
import { claimIdempotencyKey } from "@horizon/db/backend";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { listenToOutboxes } from "@horizon/db/worker";
import { createServerCertificate, type ServerCertificate } from "@horizon/lab/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { enableDatabaseTls } from "../testing/enable-database-tls.ts";
import { type Pooler, startPooler } from "../testing/start-pooler.ts";
import { startTcpRelay } from "../testing/start-tcp-relay.ts";

let database: TestDatabase;
let certificate: ServerCertificate;
let tls: { close(): Promise<void> };
let shared: Pooler;
let ofWorker: Pooler;
beforeAll(async () => {
  database = await createTestDatabase({ ownServer: true });
  certificate = await createServerCertificate();
  // As NODE_EXTRA_CA_CERTS does in a pod.
  setDefaultCACertificates([...getCACertificates(), certificate.caPem]);
  tls = await enableDatabaseTls(database.adminUrl, certificate);
  shared = await startPooler("billing-service", database.serviceUrl("billing"), certificate.caPem);
  ofWorker = await startPooler("worker-service", database.serviceUrl("worker"), certificate.caPem);
});
afterAll(async () => {
  await Promise.all([shared?.kill(), ofWorker?.kill()]);
  await database?.close();
  await tls?.close();
});

async function withClients<T>(
  url: string,
  count: number,
  work: (clients: Client[]) => Promise<T>,
): Promise<T> {
  const clients = Array.from({ length: count }, () => new Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function withDb<T>(pooler: Pooler, schema: "billing", work: (db: Db) => Promise<T>) {
  const db = createDb(pooler.url, { poolMax: 5, applicationName: `${schema}-service`, schema });
  try {
    return await work(db);
  } finally {
    await closeDb(db);
  }
}

const stateOfConnection = `SELECT pg_backend_pid() AS pid, ssl, current_setting('statement_timeout') AS statement,
    current_setting('idle_in_transaction_session_timeout') AS idle
  FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
const limits = { ssl: true, statement: "15s", idle: "30s" };

test("a hundred clients share at most twenty connections, each encrypted and with the limits of the driver", async () => {
  await withClients(shared.url, 100, async (clients) => {
    const answers = await Promise.all(
      clients.map((client) => client.query(`BEGIN; SELECT pg_sleep(0.02); ${stateOfConnection}; COMMIT`)),
    );
    const states = answers.map(
      (results) => (results as unknown as { rows: { pid: number }[] }[])[2]?.rows[0],
    );
    for (const state of states) expect(state).toMatchObject(limits);
    const connections = new Set(states.map((state) => state?.pid));
    expect(connections.size).toBeGreaterThan(1);
    expect(connections.size).toBeLessThanOrEqual(20);
  });
});

test("the driver connects with its startup parameters, and its transactions stay on one connection", async () => {
  await withDb(shared, "billing", async (db) => {
    await pingDb(db);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        inTransaction(db, async (tx) => {
          const scope = { principal: "p", operation: "o", key: randomUUID() };
          expect(await claimIdempotencyKey(tx, "billing", scope)).toBeNull();
        }),
      ),
    );
    expect(await inSerializableTransaction(db, async () => "done")).toBe("done");
  });
});

test("a lock of a transaction holds against other connections, and ends with it", async () => {
  const scope = { principal: "p", operation: "pay", key: randomUUID() };
  await withDb(shared, "billing", (one) =>
    withDb(shared, "billing", async (other) => {
      const claim = (db: Db) => inTransaction(db, (tx) => claimIdempotencyKey(tx, "billing", scope));
      const during = await inTransaction(one, async (tx) => {
        await claimIdempotencyKey(tx, "billing", scope);
        return claim(other);
      });
      expect(during).toBe("busy");
      expect(await claim(other)).toBeNull();
    }),
  );
});

test("what a transaction sets for itself is gone after it, also for the next client of the connection", async () => {
  await withClients(shared.url, 5, async (clients) => {
    await Promise.all(
      clients.map(async (client) => {
        await client.query("BEGIN");
        await client.query("SET LOCAL statement_timeout = 20");
        await expect(client.query("SELECT pg_sleep(5)")).rejects.toThrow("statement timeout");
        await client.query("ROLLBACK");
      }),
    );
    for (const client of clients) {
      expect((await client.query(stateOfConnection)).rows[0]).toMatchObject(limits);
    }
  });
});

test("prepared statements work when two transactions of a client meet different connections", async () => {
  await withClients(shared.url, 30, async (clients) => {
    const named = {
      name: "double",
      text: "SELECT $1::int * 2 AS twice, pg_backend_pid() AS pid FROM pg_sleep(0.01)",
    };
    const met = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(clients.map((client, n) => client.query({ ...named, values: [n] })));
      expect(answers.map(({ rows }) => rows[0].twice)).toEqual(clients.map((_, n) => n * 2));
      for (const { rows } of answers) met.add(rows[0].pid);
    }
    expect(met.size).toBeGreaterThan(1);
  });
});

test("the worker hears past its pooler, over a connection that is checked, of what is appended through the others", async () => {
  const heard: string[] = [];
  const errors: unknown[] = [];
  const listener = listenToOutboxes(
    ofWorker.secret("listen-database-url"),
    (schema) => heard.push(schema),
    (error) => errors.push(error),
  );
  try {
    await vi.waitFor(
      async () => {
        await withDb(shared, "billing", (db) => notifyChannel(db, "horizon_outbox", "billing"));
        expect(heard).toContain("billing");
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(errors).toEqual([]);
  } finally {
    await listener.close();
  }
});

test("no service is pooled by session", async () => {
  for (const pooler of [shared, ofWorker]) expect(pooler.secret("databases.ini")).not.toContain("pool_mode");
});

test("a database whose certificate nobody vouches for is not talked to", async () => {
  const { caPem } = await createServerCertificate();
  const pooler = await startPooler("billing-service", database.serviceUrl("billing"), caPem);
  try {
    await withDb(pooler, "billing", async (db) => {
      await expect(pingDb(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });
    expect(pooler.log()).toContain("TLS handshake error");
  } finally {
    await pooler.kill();
  }
});

test("a password that the database does not take is a failure of the database, and stands in no log", async () => {
  const url = new URL(database.serviceUrl("billing"));
  url.password = "not-the-password";
  const pooler = await startPooler("billing-service", url.href, certificate.caPem);
  try {
    await withDb(pooler, "billing", async (db) => {
      await expect(pingDb(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });
    expect(pooler.log()).not.toContain("not-the-password");
  } finally {
    await pooler.kill();
  }
});

test("after the database has dropped all connections, as in a failover, the next queries connect anew", async () => {
  await withDb(shared, "billing", async (db) => {
    await pingDb(db);
    expect(await database.cutSessions("billing-service")).toBeGreaterThan(0);
    await vi.waitFor(() => pingDb(db), { timeout: 30_000, interval: 50 });
    await Promise.all(Array.from({ length: 20 }, () => pingDb(db)));
  });
});

test("while the database is gone queries fail soon, and as soon as it is back they work", async () => {
  const url = new URL(database.serviceUrl("billing"));
  const relay = await startTcpRelay(Number(url.port));
  url.port = `${relay.port}`;
  const pooler = await startPooler("billing-service", url.href, certificate.caPem);
  try {
    await withDb(pooler, "billing", async (db) => {
      await pingDb(db);
      await relay.cut();
      await expect(pingDb(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      await expect(inTransaction(db, pingDb)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      await relay.restore();
      await vi.waitFor(() => pingDb(db), { timeout: 30_000, interval: 50 });
    });
  } finally {
    await pooler.kill();
    await relay.cut();
  }
});

test("a pooler that was killed and starts anew is connected to anew", async () => {
  const start = (port?: number) =>
    startPooler("billing-service", database.serviceUrl("billing"), certificate.caPem, port);
  const first = await start();
  await withDb(first, "billing", async (db) => {
    await pingDb(db);
    await first.kill();
    await expect(pingDb(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    const second = await start(first.port);
    try {
      await vi.waitFor(() => pingDb(db), { timeout: 30_000, interval: 50 });
    } finally {
      await second.kill();
    }
  });
});

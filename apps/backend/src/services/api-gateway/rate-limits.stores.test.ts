import { randomUUID } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { createServerCertificate, type ServerCertificate } from "@horizon/lab/testing";
import { Redis } from "ioredis";
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type RedisServer, startRedis } from "../../testing/start-redis.ts";
import { parseGatewayEnv } from "./env.ts";
import { createRateLimits, type RateLimits } from "./rate-limits.ts";

let certificate: ServerCertificate;
beforeAll(async () => {
  certificate = await createServerCertificate();
  // As the system's authorities vouch for ElastiCache.
  setDefaultCACertificates([...getCACertificates(), certificate.caPem]);
});

const password = "a token of 16 to 128 characters!";
const encoded = encodeURIComponent(password);
const errors: unknown[] = [];
afterEach(() => void errors.splice(0));

async function redis(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisServer> {
  const server = await startRedis(options);
  onTestFinished(() => server.kill());
  return server;
}

function limits(url: string, env: Record<string, string> = {}): RateLimits {
  const settings = parseGatewayEnv({
    SERVICE_TOKEN_SECRET: "of-the-tests-".repeat(3),
    REDIS_URL: url,
    RATE_LIMIT_ADDRESS: "5",
    RATE_LIMIT_AUTH: "4",
    ...env,
  });
  const made = createRateLimits(settings, (error) => errors.push(error));
  onTestFinished(() => made.close());
  return made;
}

async function remaining(of: RateLimits, key: string): Promise<number> {
  const { ratelimit } = await of.take("address", key);
  return Number(/r=(\d+)/.exec(ratelimit ?? "")?.[1]);
}

/** Counts that only the shared store can know: another gateway sees what this one took. */
async function isShared(one: RateLimits, other: RateLimits): Promise<boolean> {
  const key = randomUUID();
  return (await remaining(one, key)) === 4 && (await remaining(other, key)) === 3;
}
const soon = { timeout: 30_000, interval: 50 };
const eventuallyShared = (one: RateLimits, other: RateLimits) =>
  vi.waitFor(async () => expect(await isShared(one, other)).toBe(true), soon);

describe("one Redis", () => {
  test("is counted in by all gateways, and refuses at the limit of all together", async () => {
    const { url } = await redis();
    const [one, other] = [limits(url), limits(url)];
    await eventuallyShared(one, other);
    const key = randomUUID();
    for (const gateway of [one, other, one, other, one]) await gateway.take("address", key);
    await expect(other.take("address", key)).rejects.toMatchObject({ status: 429 });
    await expect(one.take("address", key)).rejects.toMatchObject({ status: 429 });
    await one.take("address", randomUUID());
  });

  test("forgets a window when it is over: no key is without an end", async () => {
    const { url } = await redis();
    const own = limits(url);
    await eventuallyShared(own, limits(url));
    for (let n = 0; n < 3; n += 1) await own.take("auth", "203.0.113.7");
    const admin = new Redis(url);
    onTestFinished(() => admin.disconnect());
    const keys = await admin.keys("*");
    expect(keys).toContain("gateway:auth:203.0.113.7");
    for (const key of keys) {
      const leftMs = await admin.pttl(key);
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(60_000);
    }
    await admin.pexpire("gateway:auth:203.0.113.7", 1);
    await vi.waitFor(async () => expect(await admin.exists("gateway:auth:203.0.113.7")).toBe(0), soon);
    expect((await own.take("auth", "203.0.113.7")).ratelimit).toContain("r=3");
  });

  test("that is killed stops nobody, sign-in is limited by each alone, and when it is back all count together", async () => {
    const first = await redis();
    const [one, other] = [limits(first.url), limits(first.url)];
    await eventuallyShared(one, other);
    await first.kill();
    const key = randomUUID();
    expect(await remaining(one, key)).toBe(4);
    expect(await remaining(other, key)).toBe(4);
    for (let n = 0; n < 2; n += 1) await one.take("auth", key);
    await expect(one.take("auth", key)).rejects.toMatchObject({ status: 429 });
    await vi.waitFor(() => expect(errors).toHaveLength(2), soon);
    await redis({ port: first.port });
    await eventuallyShared(one, other);
  });

  test("that hangs is not waited for", async () => {
    const server = await redis();
    const [own, other] = [limits(server.url), limits(server.url)];
    await eventuallyShared(own, other);
    server.signal("SIGSTOP");
    const answers = await Promise.all(Array.from({ length: 50 }, () => own.take("address", randomUUID())));
    expect(answers).toHaveLength(50);
    server.signal("SIGCONT");
    await eventuallyShared(own, other);
  });

  test("that has lost its scripts is given them again", async () => {
    const { url } = await redis();
    const [own, other] = [limits(url), limits(url)];
    await eventuallyShared(own, other);
    const admin = new Redis(url);
    onTestFinished(() => admin.disconnect());
    await admin.script("FLUSH");
    expect(await isShared(own, other)).toBe(true);
  });

  test("is spoken to over TLS with its token, whatever characters that has", async () => {
    const { port } = await redis({ password, certificate });
    const own = limits(`rediss://:${encoded}@localhost:${port}`);
    await eventuallyShared(own, limits(`rediss://:${encoded}@localhost:${port}`));
    expect(errors).toEqual([]);
  });

  test.each([
    ["a wrong token", (port: number) => `rediss://:wrong-${encoded}@localhost:${port}`, /WRONGPASS/],
    ["no TLS", (port: number) => `redis://:${encoded}@localhost:${port}`, /./],
    ["a name that its certificate has not", (port: number) => `rediss://:${encoded}@127.0.0.2:${port}`, /./],
  ])(
    "that is asked with %s answers nothing; nobody is stopped, and the token is in no error",
    async (_name, urlOf, told) => {
      const { port } = await redis({ password, certificate });
      const own = limits(urlOf(port));
      await vi.waitFor(() => expect(errors).not.toEqual([]), soon);
      expect(await remaining(own, randomUUID())).toBe(4);
      const text = inspect(errors, { depth: 10, showHidden: true });
      expect(text).toMatch(told);
      expect(text).not.toContain(password);
    },
  );
});

describe("a cluster, as ElastiCache has it", () => {
  const url = (port: number) => `rediss://:${encoded}@localhost:${port}`;
  const mode = { REDIS_MODE: "cluster" };
  const node = () => redis({ password, certificate, cluster: true });
  const admin = (server: RedisServer) => {
    const client = new Redis(server.url);
    // A test kills it.
    client.on("error", () => undefined);
    onTestFinished(() => client.disconnect());
    return client;
  };

  async function cluster(): Promise<{ nodes: RedisServer[]; clients: Redis[] }> {
    const nodes = [await node(), await node(), await node()];
    const clients = nodes.map(admin);
    const last = 16_383;
    const bounds = [0, 5_461, 10_923, last + 1];
    for (const [index, client] of clients.entries()) {
      await client.cluster("ADDSLOTSRANGE", bounds[index] ?? 0, (bounds[index + 1] ?? 0) - 1);
      await client.cluster("SET-CONFIG-EPOCH", index + 1);
    }
    for (const { port, busPort } of nodes.slice(1)) {
      await clients[0]?.cluster("MEET", "127.0.0.1", port, busPort);
    }
    for (const client of clients) {
      await vi.waitFor(async () => {
        expect(await client.cluster("INFO")).toMatch(/cluster_state:ok[\s\S]*cluster_known_nodes:3/);
      }, soon);
    }
    return { nodes, clients };
  }

  test("is counted in by all gateways, on each of its nodes", async () => {
    const { nodes, clients } = await cluster();
    const [one, other] = [limits(url(nodes[0]?.port ?? 0), mode), limits(url(nodes[2]?.port ?? 0), mode)];
    await eventuallyShared(one, other);
    for (let n = 0; n < 60; n += 1) expect(await isShared(one, other)).toBe(true);
    for (const client of clients) expect(await client.dbsize()).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });

  test("is what a client of single servers cannot use", async () => {
    const { nodes } = await cluster();
    const [one, other] = [limits(url(nodes[0]?.port ?? 0)), limits(url(nodes[0]?.port ?? 0))];
    await eventuallyShared(one, other);
    const shared = await Promise.all(Array.from({ length: 60 }, () => isShared(one, other)));
    expect(shared).toContain(false);
  });

  test("whose node is killed stops nobody; the other nodes go on counting", async () => {
    const { nodes } = await cluster();
    const [one, other] = [limits(url(nodes[0]?.port ?? 0), mode), limits(url(nodes[0]?.port ?? 0), mode)];
    await eventuallyShared(one, other);
    await nodes[1]?.kill();
    const results = await Promise.all(Array.from({ length: 60 }, () => isShared(one, other)));
    expect(results).toContain(true);
  });

  test("whose slots move is followed", async () => {
    const { nodes, clients } = await cluster();
    const one = limits(url(nodes[0]?.port ?? 0), mode);
    await eventuallyShared(one, limits(url(nodes[0]?.port ?? 0), mode));
    const [source, target] = clients;
    const slot = Number(await source?.cluster("KEYSLOT", "gateway:address:moved"));
    const owner = clients[slot < 5_461 ? 0 : slot < 10_923 ? 1 : 2];
    const receiver = owner === source ? target : source;
    const id = String(await receiver?.cluster("MYID"));
    for (const client of clients) await client.cluster("SETSLOT", slot, "NODE", id);
    expect(await remaining(one, "moved")).toBe(4);
    expect(await receiver?.get("gateway:address:moved")).toBe("1");
  });
});

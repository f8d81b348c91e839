import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownPorts } from "@horizon/db/embedded";
import type { ServerCertificate } from "@horizon/lab/testing";
import { findProgram } from "./find-program.ts";
import { runServer, type ServerProcess } from "./run-server.ts";

export interface RedisOptions {
  /** Asked of every client, as ElastiCache's token is. */
  readonly password?: string;
  /** TLS alone, as ElastiCache has it. */
  readonly certificate?: ServerCertificate;
  /** A node of a cluster, without slots yet. */
  readonly cluster?: boolean;
  readonly port?: number;
}

export interface RedisServer extends ServerProcess {
  readonly port: number;
  /** Where nodes of a cluster talk to each other. */
  readonly busPort: number;
  readonly url: string;
}

/** A Redis of the machine's on the loopback interface, without persistence. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const { password, certificate, cluster = false } = options;
  const program = findProgram("redis-server");
  const directory = await mkdtemp(join(tmpdir(), "horizon-redis-"));
  await chmod(directory, 0o777);
  const [free = 0, busPort = 0] = await ownPorts(2);
  const port = options.port ?? free;
  const settings = ["bind 127.0.0.1", "save ''", "appendonly no", `dir ${directory}`];
  if (password !== undefined) settings.push(`requirepass "${password}"`, `masterauth "${password}"`);
  if (cluster) settings.push("cluster-enabled yes", `cluster-port ${busPort}`);
  if (cluster) settings.push("cluster-announce-hostname localhost");
  if (cluster) settings.push("cluster-preferred-endpoint-type hostname");
  if (certificate === undefined) {
    settings.push(`port ${port}`);
  } else {
    const files = { cert: certificate.certificatePem, key: certificate.keyPem, "ca-cert": certificate.caPem };
    for (const [name, pem] of Object.entries(files)) {
      const file = join(directory, `${name}.pem`);
      await writeFile(file, pem, { mode: 0o644 });
      settings.push(`tls-${name}-file ${file}`);
    }
    settings.push("port 0", `tls-port ${port}`, "tls-auth-clients no");
  }
  await writeFile(join(directory, "redis.conf"), `${settings.join("\n")}\n`);
  const server = await runServer(program, [join(directory, "redis.conf")], { cwd: directory, port });
  const credentials = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return {
    ...server,
    port,
    busPort,
    url: `${certificate === undefined ? "redis" : "rediss"}://${credentials}localhost:${port}`,
    async kill() {
      await server.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

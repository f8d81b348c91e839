import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServiceWithData } from "@horizon/contracts/backend";
import { ownPorts } from "@horizon/db/embedded";
import { parse } from "yaml";
import { findProgram } from "./find-program.ts";
import { runServer, type ServerProcess } from "./run-server.ts";

export interface Pooler extends ServerProcess {
  readonly port: number;
  /** What the service has as DATABASE_URL in its pod. */
  readonly url: string;
  /** What its secret has under this key. */
  secret(key: string): string;
}

interface ExternalSecret {
  spec: { target: { template: { data: Record<string, string> } } };
}

const base = fileURLToPath(new URL("../../../../k8s/base", import.meta.url));

/**
 * The PgBouncer that stands beside a service in its pod: its settings and its secret are those of k8s/base, filled
 * with `databaseUrl`. Only paths, the port and the interface are this machine's.
 */
export async function startPooler(
  service: ServiceWithData,
  databaseUrl: string,
  caPem: string,
  wantedPort?: number,
): Promise<Pooler> {
  const program = findProgram("pgbouncer");
  const secret = await readTemplate(service, databaseUrl);
  const directory = await mkdtemp(join(tmpdir(), "horizon-pgbouncer-"));
  await chmod(directory, 0o755);
  const port = wantedPort ?? (await ownPorts(1))[0] ?? 0;
  const settings = await readFile(join(base, "pgbouncer/pgbouncer.ini"), "utf8");
  const files = {
    "pgbouncer.ini": settings
      .replaceAll("/etc/pgbouncer", directory)
      .replace("listen_port = 6432", `listen_port = ${port}`)
      .replace("listen_addr = 0.0.0.0", "listen_addr = 127.0.0.1"),
    "databases.ini": secret("databases.ini"),
    "userlist.txt": secret("userlist.txt"),
    "ca.pem": caPem,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const server = await runServer(program, [join(directory, "pgbouncer.ini")], { cwd: directory, port });
  return {
    ...server,
    port,
    secret,
    url: secret("database-url").replace("127.0.0.1:6432", `127.0.0.1:${port}`),
    async kill() {
      await server.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The files of the service's secret, as External Secrets would write them. */
async function readTemplate(
  service: ServiceWithData,
  databaseUrl: string,
): Promise<(file: string) => string> {
  const { spec }: ExternalSecret = parse(await readFile(join(base, service, "externalsecret.yaml"), "utf8"));
  const url = new URL(databaseUrl);
  const values: Record<string, string> = {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    host: url.hostname,
    port: url.port,
    dbname: url.pathname.slice(1),
  };
  return (file) =>
    (spec.target.template.data[file] ?? "").replace(
      /\{\{ \.(\w+)( \| urlquery)? \}\}/g,
      (_all, name: string, encoded?: string) =>
        encoded ? encodeURIComponent(values[name] ?? "") : (values[name] ?? ""),
    );
}

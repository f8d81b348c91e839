import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";

/** Has the server of a test speak TLS from now on, as RDS does. `close` removes the files that it was given. */
export async function enableDatabaseTls(
  adminUrl: string,
  { certificatePem, keyPem }: { certificatePem: string; keyPem: string },
): Promise<{ close(): Promise<void> }> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    const { uid, gid } = await stat(rows[0]?.data_directory ?? "");
    const directory = await mkdtemp(join(tmpdir(), "horizon-tls-"));
    await chmod(directory, 0o755);
    const files = { ssl_cert_file: certificatePem, ssl_key_file: keyPem };
    for (const [setting, pem] of Object.entries(files)) {
      const file = join(directory, setting);
      await writeFile(file, pem, { mode: 0o600 });
      await chown(file, uid, gid);
      await client.query(`ALTER SYSTEM SET ${setting} = '${file}'`);
    }
    await client.query("ALTER SYSTEM SET ssl = on");
    await client.query("SELECT pg_reload_conf()");
    return { close: () => rm(directory, { recursive: true, force: true }) };
  } finally {
    await client.end();
  }
}

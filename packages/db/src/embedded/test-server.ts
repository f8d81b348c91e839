import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { serviceSchemas } from "@horizon/contracts/backend";
import { passOnTestServer, readTestServer, type TestServerUrls } from "./env.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { fastSettings, prepareTemplateCluster } from "./template-cluster.ts";
import { makeThrowawayDirectory } from "./throwaway-directory.ts";

/** The databases of tests are copies of its database; `release` is for whoever is done with it. */
export interface TestServer extends TestServerUrls {
  release(): Promise<void>;
}

const run = promisify(execFile);

let ownServer: Promise<EmbeddedPostgres> | undefined;
let takenBy = 0;

/** The server of this process: starts when it is first taken, stops when everybody has released it. */
export async function takeOwnServer(): Promise<TestServer> {
  takenBy += 1;
  try {
    ownServer ??= startTestServer();
    return { ...urlsOf(await ownServer), release: releaseOwnServer };
  } catch (error) {
    await releaseOwnServer();
    throw error;
  }
}

async function releaseOwnServer(): Promise<void> {
  takenBy -= 1;
  if (takenBy > 0 || ownServer === undefined) return;
  const last = ownServer;
  ownServer = undefined;
  await (await last.catch(() => undefined))?.stop();
}

/** Starts a server for the processes that this one starts from now on. Returns what stops it. */
export async function shareTestServer(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  passOnTestServer(urlsOf(server));
  return async () => {
    passOnTestServer(null);
    await server.stop();
  };
}

/** The one that a parent of this process shares. */
export function findSharedServer(): TestServer | undefined {
  const urls = readTestServer();
  return urls ? { ...urls, release: async () => undefined } : undefined;
}

function urlsOf({ url, adminUrl, serviceUrl }: EmbeddedPostgres): TestServerUrls {
  const services = Object.values(serviceSchemas).map((schema) => [schema, serviceUrl(schema)]);
  return { url, adminUrl, serviceUrls: Object.fromEntries(services) };
}

async function startTestServer(): Promise<EmbeddedPostgres> {
  const template = await prepareTemplateCluster();
  const dataDir = await makeThrowawayDirectory("horizon-postgres-");
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    // The server's user must get through the directory; its data stays closed to others.
    await run("chmod", ["711", dataDir]);
    // Keeps the owner, which is another user when root runs the tests.
    await run("cp", ["-Rp", `${template}/.`, dataDir]);
    const started = await startEmbeddedPostgres({
      dataDir,
      port: 0,
      settings: fastSettings,
      deleteWithParent: true,
    });
    return { ...started, stop: () => started.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

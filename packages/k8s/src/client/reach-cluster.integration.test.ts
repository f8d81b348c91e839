import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ApiServerFixture, startApiServer } from "@horizon/lab/testing";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { parse, stringify } from "yaml";
import { loadKubeConfig } from "../config/load-kube-config.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import { type ConnectProxy, startConnectProxy } from "../testing/connect-proxy.ts";
import { type ClusterClient, createClusterClient } from "./cluster-client.ts";

const secrets = { path: "/api/v1/secrets" };
const pods = { path: "/api/v1/pods" };
/** A name that the lab's certificate has and no name server knows. */
const farAway = "https://kubernetes.default.svc:6443";

let lab: ApiServerFixture;
let directory: string;
let nowMs: number;

beforeEach(async () => {
  lab = await startApiServer();
  directory = await mkdtemp(path.join(tmpdir(), "horizon-reach-"));
  nowMs = Date.parse("2026-01-05T10:00:00Z");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.close();
  await rm(directory, { recursive: true });
});

/** A client by a kubeconfig that differs from the lab's in its cluster and its user. */
async function clientWith(given: { cluster?: object; user?: object }): Promise<ClusterClient> {
  const document = parse(await readFile(lab.kubeconfig, "utf8"));
  Object.assign(document.clusters[0].cluster, given.cluster);
  if (given.user) document.users[0].user = given.user;
  await writeFile(path.join(directory, "config"), stringify(document));
  const load = () => loadKubeConfig({ name: "east", region: "local", kubeconfig: "./config" }, directory);
  const client = createClusterClient("east", load, { ...createSystemClock(), now: () => nowMs });
  onTestFinished(() => client.close());
  return client;
}

describe("a kubeconfig whose token is in a file", () => {
  const writeToken = (token: string) => writeFile(path.join(directory, "token"), `${token}\n`);
  const removeToken = () => rm(path.join(directory, "token"));

  it("is used, and a rotated token within a minute, though the old one would still do", async () => {
    await writeToken(lab.tokens.viewer);
    const client = await clientWith({ user: { tokenFile: "./token" } });
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    await expect(client.request(secrets)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await writeToken(lab.tokens.admin);
    nowMs += 60_000;
    await expect(client.request(secrets)).resolves.toMatchObject({ kind: "SecretList" });
  });

  it("is read at once when the cluster no longer takes the token", async () => {
    await writeToken(lab.tokens.viewer);
    const client = await clientWith({ user: { tokenFile: "./token" } });
    await client.request(pods);
    await writeToken("revoked");
    nowMs += 30_000;
    await expect(client.request(pods)).rejects.toMatchObject({
      message: "Cluster east does not accept Horizon's credentials.",
    });
    await writeToken(lab.tokens.viewer);
    nowMs += 5_000;
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
  });

  it("stays in use while its file is away", async () => {
    await writeToken(lab.tokens.viewer);
    const client = await clientWith({ user: { tokenFile: "./token" } });
    await client.request(pods);
    await removeToken();
    nowMs += 60_000;
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
  });

  it("takes the place of a token beside it, which is used where the file cannot be read", async () => {
    const client = await clientWith({ user: { tokenFile: "./token", token: lab.tokens.viewer } });
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    await writeToken(lab.tokens.admin);
    nowMs += 60_000;
    await expect(client.request(secrets)).resolves.toMatchObject({ kind: "SecretList" });
  });

  it("says what is wrong with the file until it is there", async () => {
    const client = await clientWith({ user: { tokenFile: "./token" } });
    const file = path.join(directory, "token");
    await expect(client.request(pods)).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: `The token file ${file} of cluster east cannot be read (ENOENT).`,
    });
    await writeToken("");
    await expect(client.request(pods)).rejects.toThrow(`The token file ${file} of cluster east is empty.`);
    await writeToken(lab.tokens.viewer);
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
  });

  it("is found in the kubeconfig of the home directory and in those that KUBECONFIG lists", async () => {
    const token = path.join(directory, "token");
    await writeToken(lab.tokens.viewer);
    await clientWith({ user: { tokenFile: token } });
    const requestByDefault = () => {
      const load = () => loadKubeConfig({ name: "east", region: "local" }, "/");
      const client = createClusterClient("east", load, createSystemClock());
      onTestFinished(() => client.close());
      return client.request(pods);
    };
    vi.stubEnv("KUBECONFIG", path.join(directory, "config"));
    await expect(requestByDefault()).resolves.toMatchObject({ kind: "PodList" });
    await mkdir(path.join(directory, ".kube"));
    await rename(path.join(directory, "config"), path.join(directory, ".kube/config"));
    vi.stubEnv("KUBECONFIG", "");
    vi.stubEnv("HOME", directory);
    await expect(requestByDefault()).resolves.toMatchObject({ kind: "PodList" });
  });
});

describe("a cluster behind a proxy", () => {
  let proxy: ConnectProxy;
  beforeEach(async () => {
    proxy = await startConnectProxy(lab.server.url);
  });
  afterEach(() => proxy.close());

  it("is reached by its proxy-url, watches and logs included", async () => {
    const client = await clientWith({ cluster: { server: farAway, "proxy-url": proxy.url } });
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    const watch = await client.stream({ ...pods, query: { watch: true, timeoutSeconds: 60 } });
    lab.store.create("pods", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "default" },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    });
    const [chunk] = await watch.take(1).toArray();
    expect(String(chunk)).toContain('"type":"ADDED"');
    watch.destroy();
    expect(new Set(proxy.connects.map(({ to }) => to))).toEqual(new Set(["kubernetes.default.svc:6443"]));
  });

  it("is reached by HTTPS_PROXY, whose password goes to the proxy alone", async () => {
    vi.stubEnv("HTTPS_PROXY", proxy.url.replace("//", "//horizon:s%40fe@"));
    const client = await clientWith({ cluster: { server: farAway } });
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    expect(proxy.connects).toEqual([
      {
        to: "kubernetes.default.svc:6443",
        authorization: `Basic ${Buffer.from("horizon:s@fe").toString("base64")}`,
      },
    ]);
  });

  it("is reached by its own proxy rather than by HTTPS_PROXY, and one that NO_PROXY names by none", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
    const own = await clientWith({ cluster: { server: farAway, "proxy-url": proxy.url } });
    await expect(own.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", "10.0.0.0/8,.svc");
    const connects = proxy.connects.length;
    const straight = await clientWith({ cluster: { server: farAway } });
    await expect(straight.request(pods)).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    expect(proxy.connects).toHaveLength(connects);
  });

  it("that refuses is told apart from a reader who gave up, and is asked again", async () => {
    const client = await clientWith({ cluster: { server: farAway, "proxy-url": proxy.url } });
    proxy.refuse(407);
    await expect(client.request(pods)).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "Cluster east cannot be reached (its proxy answered 407).",
    });
    proxy.refuse(null);
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
  });

  it("that says nothing does not hold up a request for ever", async () => {
    const client = await clientWith({ cluster: { server: farAway, "proxy-url": proxy.url } });
    proxy.refuse("silent");
    await expect(client.request(pods)).rejects.toMatchObject({ code: "UPSTREAM_TIMEOUT" });
  });

  it("is left for another when the kubeconfig says so", async () => {
    const other = await startConnectProxy(lab.server.url);
    onTestFinished(() => other.close());
    const client = await clientWith({
      cluster: { server: farAway, "proxy-url": proxy.url },
      user: { token: "revoked" },
    });
    await expect(client.request(pods)).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
    await clientWith({ cluster: { server: farAway, "proxy-url": other.url } });
    nowMs += 30_000;
    await expect(client.request(pods)).resolves.toMatchObject({ kind: "PodList" });
    expect(other.connects).toHaveLength(1);
  });

  it("with an address that is none is a problem of the configuration, which does not repeat it", async () => {
    const load = clientWith({ cluster: { "proxy-url": "ftp://u:secret@proxy.test" } });
    await expect(load).rejects.toThrow(/the proxy-url of context test in .* is not the address of/);
    await expect(load).rejects.not.toThrow(/secret/);
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadKubeConfig } from "./load-kube-config.ts";

const kubeconfig = (context: string, server: string) => `
apiVersion: v1
kind: Config
current-context: ${context}
clusters: [{ name: kubernetes, cluster: { server: "${server}" } }]
users: [{ name: admin, user: { token: "token of ${server}" } }]
contexts: [{ name: ${context}, context: { cluster: kubernetes, user: admin } }]
`;

describe("loadKubeConfig without a file of its own reads what KUBECONFIG lists, as kubectl does", () => {
  let directory: string;
  const entry = { name: "east", region: "local" };
  const list = (...files: string[]) =>
    vi.stubEnv("KUBECONFIG", files.map((file) => path.join(directory, file)).join(path.delimiter));
  const server = (context?: string) =>
    loadKubeConfig(context === undefined ? entry : { ...entry, context }, directory).getCurrentCluster()
      ?.server;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "kubeconfig-"));
    await writeFile(path.join(directory, "one"), kubeconfig("one", "https://127.0.0.1:1"));
    await writeFile(
      path.join(directory, "two"),
      kubeconfig("two", "https://127.0.0.1:2").replaceAll("kubernetes", "other"),
    );
    await writeFile(path.join(directory, "twin"), kubeconfig("twin", "https://127.0.0.1:3"));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  it("the current context is that of the first file", () => {
    list("one", "two");
    expect(server()).toBe("https://127.0.0.1:1");
    expect(server("two")).toBe("https://127.0.0.1:2");
  });

  it("of two entries with one name the first counts", () => {
    list("one", "twin");
    expect(server("twin")).toBe("https://127.0.0.1:1");
  });

  it("a file that is not there is passed over, and none at all is said", () => {
    list("gone", "two");
    expect(server()).toBe("https://127.0.0.1:2");
    list("gone", "lost");
    expect(() => server()).toThrow(`kubeconfig ${path.join(directory, "gone")} does not exist`);
  });

  it("a file that is no kubeconfig is named", async () => {
    await writeFile(path.join(directory, "junk"), "clusters: [");
    list("one", "junk");
    expect(() => server()).toThrow(`kubeconfig ${path.join(directory, "junk")} is not a kubeconfig`);
  });
});

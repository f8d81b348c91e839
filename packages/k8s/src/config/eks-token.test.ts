import { createHash, createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { KubeConfig } from "@kubernetes/client-node";
import { describe, expect, it, onTestFinished } from "vitest";
import { createClusterClient } from "../client/cluster-client.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import {
  type ScriptedRequest,
  sendJson,
  sendStatus,
  startScriptedApiServer,
} from "../testing/scripted-api-server.ts";
import { type AwsCredentials, createEksTokens } from "./eks-token.ts";
import { withEksUser } from "./eks-user.ts";

const credentials: AwsCredentials = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "secret/of+the=tests",
  sessionToken: "session/of+the=tests",
};
const start = Date.UTC(2026, 10, 29, 12);
const minute = 60_000;

/** The URL in a token. */
function read(token: string): URL {
  expect(token).toMatch(/^k8s-aws-v1\.[\w-]+$/);
  return new URL(Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString());
}

/** Signature Version 4 of a presigned GET, computed here from AWS's description of it. */
function signatureOf(url: URL, cluster: string, secret: string): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const request = [
    "GET",
    "/",
    query,
    `host:${url.host}`,
    `x-k8s-aws-id:${cluster}`,
    "",
    "host;x-k8s-aws-id",
    hash(""),
  ];
  const at = url.searchParams.get("X-Amz-Date") ?? "";
  const scope = (url.searchParams.get("X-Amz-Credential") ?? "").split("/").slice(1);
  const text = ["AWS4-HMAC-SHA256", at, scope.join("/"), hash(request.join("\n"))].join("\n");
  const key = scope.reduce<string | Buffer>(
    (k, part) => createHmac("sha256", k).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac("sha256", key).update(text).digest("hex");
}

function tokens(found: () => Promise<AwsCredentials> = async () => credentials) {
  let now = start;
  const get = createEksTokens({
    cluster: "horizon-dr",
    region: "us-west-2",
    getCredentials: found,
    now: () => now,
  });
  return { get, advance: (ms: number) => (now += ms) };
}

describe("a token for EKS", () => {
  it("is the question who one is, signed for the cluster, to the region's STS", async () => {
    const url = read(await tokens().get());
    expect(url.origin + url.pathname).toBe("https://sts.us-west-2.amazonaws.com/");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: "GetCallerIdentity",
      Version: "2011-06-15",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "ASIAEXAMPLE/20261129/us-west-2/sts/aws4_request",
      "X-Amz-Date": "20261129T120000Z",
      "X-Amz-Expires": "60",
      "X-Amz-Security-Token": "session/of+the=tests",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    });
    const signature = url.searchParams.get("X-Amz-Signature");
    expect(signature).toBe(signatureOf(url, "horizon-dr", credentials.secretAccessKey));
    expect(signature).not.toBe(signatureOf(url, "horizon-staging", credentials.secretAccessKey));
  });

  it("is kept for ten of its fifteen minutes, then made anew", async () => {
    const { get, advance } = tokens();
    const first = await get();
    advance(10 * minute - 1);
    expect(await get()).toBe(first);
    advance(1);
    expect(read(await get()).searchParams.get("X-Amz-Date")).toBe("20261129T121000Z");
  });

  it("does not outlive the credentials behind it", async () => {
    let ends = start + 5 * minute;
    const { get, advance } = tokens(async () => ({ ...credentials, expiration: new Date(ends) }));
    const first = await get();
    advance(4 * minute - 1);
    expect(await get()).toBe(first);
    ends += 60 * minute;
    advance(1);
    expect(await get()).not.toBe(first);
  });

  it("cannot be had without credentials, which is said in words, and is asked for again the next time", async () => {
    let isThere = false;
    const { get } = tokens(async () => {
      if (!isThere) throw new Error("Could not load credentials from any providers: secret/of+the=tests");
      return credentials;
    });
    await expect(get()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "AWS gives no credentials to sign in to the EKS cluster horizon-dr with.",
    });
    isThere = true;
    expect(await get()).toContain("k8s-aws-v1.");
  });
});

describe("a client of a cluster in EKS", () => {
  async function cluster(answer: (request: ScriptedRequest, response: ServerResponse) => void) {
    const server = await startScriptedApiServer(answer);
    onTestFinished(() => server.close());
    let loads = 0;
    const load = () => {
      loads += 1;
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromOptions({
        clusters: [{ name: "c", server: server.url, skipTLSVerify: true }],
        // What `aws eks update-kubeconfig` writes; it must not be run.
        users: [
          {
            name: "u",
            exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "/nowhere/aws" },
          },
        ],
        contexts: [{ name: "dr", cluster: "c", user: "u" }],
        currentContext: "dr",
      });
      const now = () => start + loads * 1_000;
      return withEksUser(kubeConfig, {
        cluster: "horizon-dr",
        region: "us-west-2",
        getCredentials: async () => credentials,
        now,
      });
    };
    const client = createClusterClient("dr", load, createSystemClock());
    onTestFinished(() => client.close());
    return { client, requests: server.requests };
  }
  const tokenOf = (request: ScriptedRequest | undefined) =>
    request?.headers.authorization?.replace("Bearer ", "") ?? "";

  it("shows the token instead of running the kubeconfig's plugin", async () => {
    const { client, requests } = await cluster((_request, response) => sendJson(response, 200, {}));
    for (let count = 0; count < 3; count += 1) await client.request({ path: "/version" });
    const shown = new Set(requests.map(tokenOf));
    expect(shown.size).toBe(1);
    expect(read([...shown][0] ?? "").hostname).toBe("sts.us-west-2.amazonaws.com");
  });

  it("makes a new token when the cluster no longer takes the old one", async () => {
    const { client, requests } = await cluster((_request, response) =>
      requests.length === 1
        ? sendStatus(response, 401, "Unauthorized", "expired")
        : sendJson(response, 200, {}),
    );
    await client.request({ path: "/version" });
    expect(requests).toHaveLength(2);
    expect(tokenOf(requests[1])).not.toBe(tokenOf(requests[0]));
  });

  it("an identity that the cluster does not know is refused in words", async () => {
    const { client } = await cluster((_request, response) =>
      sendStatus(response, 403, "Forbidden", "no access entry"),
    );
    await expect(client.request({ path: "/version" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

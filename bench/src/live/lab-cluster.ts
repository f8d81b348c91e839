import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { parse } from "yaml";

export interface LabCluster {
  server: string;
  token: string;
  agent: Agent;
}

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string; user: { token: string } }[];
}

/** The cluster of a context in the lab's kubeconfig. */
export function openLabCluster(kubeconfigFile: string, contextName: string): LabCluster {
  const config = parse(readFileSync(kubeconfigFile, "utf8")) as Kubeconfig;
  const context = config.contexts.find((entry) => entry.name === contextName)?.context;
  const cluster = config.clusters.find((entry) => entry.name === context?.cluster)?.cluster;
  const user = config.users.find((entry) => entry.name === context?.user)?.user;
  if (!cluster || !user) throw new Error(`The kubeconfig has no context ${contextName}.`);
  const ca = Buffer.from(cluster["certificate-authority-data"], "base64");
  return {
    server: cluster.server,
    token: user.token,
    agent: new Agent({ keepAlive: true, maxSockets: 8, ca }),
  };
}

/** One request as kubectl would send it; a PATCH is a merge patch. */
export function kubectlRequest(
  cluster: LabCluster,
  method: string,
  path: string,
  body: object,
): Promise<void> {
  return new Promise((done, fail) => {
    const headers = {
      authorization: `Bearer ${cluster.token}`,
      "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
    };
    const call = request(cluster.server + path, { method, headers, agent: cluster.agent }, (response) => {
      response.resume();
      response.once("end", () =>
        (response.statusCode ?? 500) < 400
          ? done()
          : fail(new Error(`${method} ${path}: ${response.statusCode}`)),
      );
    });
    call.once("error", fail);
    call.end(JSON.stringify(body));
  });
}

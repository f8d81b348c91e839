import { request } from "node:http";
import { text } from "node:stream/consumers";

/** The lab's control endpoint, as far as the bench needs it. */
export interface LabControl {
  setLoad(pods: number): Promise<void>;
  /** Cuts the cluster's watches, and answers 410 to the versions that they stood at. */
  expireHistory(cluster: string): Promise<void>;
  openWatches(cluster: string): Promise<number>;
}

export function labControl(baseUrl: string): LabControl {
  // A connection for each: the lab closes one that rests as long as a bench waits between two measurements.
  const ask = (path: string, body?: object) =>
    new Promise<unknown>((done, fail) => {
      const call = request(baseUrl + path, { method: body ? "POST" : "GET", agent: false }, (response) => {
        text(response).then((answer) => {
          if (response.statusCode === 200) done(JSON.parse(answer));
          else fail(new Error(`${path}: ${response.statusCode} ${answer}`));
        }, fail);
      });
      call.once("error", fail);
      call.end(body && JSON.stringify(body));
    });
  return {
    async setLoad(pods) {
      await ask("/load", { pods, changesPerSecond: 0 });
    },
    async expireHistory(cluster) {
      await ask(`/clusters/${cluster}/faults`, { expireHistory: "response", dropConnections: true });
    },
    async openWatches(cluster) {
      const stats = (await ask("/stats")) as { clusters: Record<string, { openWatches: number }> };
      return stats.clusters[cluster]?.openWatches ?? 0;
    },
  };
}

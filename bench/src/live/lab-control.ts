/** The lab's control endpoint, as far as the bench needs it. */
export interface LabControl {
  setLoad(pods: number): Promise<void>;
  openWatches(cluster: string): Promise<number>;
}

export function labControl(baseUrl: string): LabControl {
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(baseUrl + path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    async setLoad(pods) {
      await ask("/load", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ pods, changesPerSecond: 0 }),
      });
    },
    async openWatches(cluster) {
      const stats = (await ask("/stats")) as { clusters: Record<string, { openWatches: number }> };
      return stats.clusters[cluster]?.openWatches ?? 0;
    },
  };
}

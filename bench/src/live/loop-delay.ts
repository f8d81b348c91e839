/** prom-client samples with a timer of this period, and counts the period itself as delay. */
export const samplePeriodMs = 10;

/** Event-loop delay since the last scrape: prom-client empties its histogram with each. */
export async function readLoopDelay(baseUrl: string): Promise<{ p99Ms: number; maxMs: number }> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text();
  const read = (name: string) => {
    const seconds = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+-]+)$`, "m").exec(text)?.[1];
    return Math.max(0, Number(seconds ?? Number.NaN) * 1000 - samplePeriodMs);
  };
  return { p99Ms: read("nodejs_eventloop_lag_p99_seconds"), maxMs: read("nodejs_eventloop_lag_max_seconds") };
}

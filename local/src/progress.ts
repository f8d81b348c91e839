/** One line a step: what is being done, then how long it took. */
export interface Progress {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  return {
    async step(title, work) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      let ticker: NodeJS.Timeout | undefined;
      if (out.isTTY) {
        const draw = () => out.write(`\r  … ${title} (${seconds()})\u001b[K`);
        draw();
        ticker = setInterval(draw, 500);
      } else {
        out.write(`  … ${title}\n`);
        ticker = setInterval(() => out.write(`  … ${title} (${seconds()})\n`), 10_000);
      }
      try {
        const result = await work();
        out.write(`${out.isTTY ? "\r" : ""}  ✓ ${title} (${seconds()})${out.isTTY ? "\u001b[K" : ""}\n`);
        return result;
      } catch (error) {
        out.write(`${out.isTTY ? "\r" : ""}  ✗ ${title} (${seconds()})${out.isTTY ? "\u001b[K" : ""}\n`);
        throw error;
      } finally {
        clearInterval(ticker);
      }
    },
  };
}

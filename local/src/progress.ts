/** One line a step: what is being done, then how long it took. */
export interface Progress {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** A line of its own between those of the steps. */
  say(line: string): void;
}

/** What progress writes on; a terminal shows what is being done now in its last line. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function createProgress(out: ProgressOutput = process.stdout): Progress {
  return out.isTTY ? onTerminal(out) : onLines(out);
}

interface Step {
  readonly title: string;
  readonly startedAt: number;
}

const show = ({ title, startedAt }: Step) =>
  `${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;

/** For logs: the start of each step, a sign of life every ten seconds, and its end. */
function onLines(out: ProgressOutput): Progress {
  return {
    say: (line) => out.write(`  ${line}\n`),
    async step(title, work) {
      const step: Step = { title, startedAt: performance.now() };
      out.write(`  … ${title}\n`);
      const ticker = setInterval(() => out.write(`  … ${show(step)}\n`), 10_000);
      try {
        const result = await work();
        out.write(`  ✓ ${show(step)}\n`);
        return result;
      } catch (error) {
        out.write(`  ✗ ${show(step)}\n`);
        throw error;
      } finally {
        clearInterval(ticker);
      }
    },
  };
}

/** What has ended stays; the last line is drawn over and tells the step that takes longest and how many run beside it. */
function onTerminal(out: ProgressOutput): Progress {
  const running = new Set<Step>();
  let ticker: NodeJS.Timeout | undefined;
  const draw = () => {
    const [longest] = running;
    if (!longest) return;
    const more = running.size > 1 ? ` and ${running.size - 1} more` : "";
    // A line that breaks could not be drawn over.
    out.write(`\r${`  … ${show(longest)}${more}`.slice(0, (out.columns ?? 80) - 1)}\u001b[K`);
  };
  const say = (line: string) => {
    out.write(`\r  ${line}\u001b[K\n`);
    draw();
  };
  const end = (step: Step, mark: string) => {
    running.delete(step);
    if (running.size === 0) clearInterval(ticker);
    say(`${mark} ${show(step)}`);
  };
  return {
    say,
    async step(title, work) {
      const step: Step = { title, startedAt: performance.now() };
      if (running.size === 0) ticker = setInterval(draw, 500);
      running.add(step);
      draw();
      try {
        const result = await work();
        end(step, "✓");
        return result;
      } catch (error) {
        end(step, "✗");
        throw error;
      }
    },
  };
}

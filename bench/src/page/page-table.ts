import { markdownTable } from "../markdown-table.ts";
import type { PageFigures } from "./measure-load.ts";

/** What a page may cost at most. */
const targets = { largestContentfulPaintMs: 1000, scriptKilobytes: 200 };

/** The figures of all pages, what is over its target marked and named once more underneath. */
export function pageTable(pages: readonly (readonly [name: string, figures: PageFigures])[]): string {
  const over = pages.flatMap(([name, figures]) => missed(figures).map((what) => `${name}: ${what}`));
  const verdict =
    over.length === 0
      ? `All ${pages.length} are within ${targets.scriptKilobytes} kB of script and ${targets.largestContentfulPaintMs} ms to the largest paint.`
      : `Over target:\n${over.map((line) => `- ${line}`).join("\n")}`;
  return `${markdownTable(head, pages.map(formatRow))}\n\n${verdict}`;
}

const head = ["page", "server response ms", "LCP ms", "script kB (sent)", "main thread ms", "layout shift"];

function formatRow([name, figures]: readonly [string, PageFigures]): string[] {
  return [
    name,
    figures.responseMs.toFixed(0),
    figures.largestContentfulPaintMs.toFixed(0),
    figures.scriptKilobytes.toFixed(1),
    figures.mainThreadMs.toFixed(0),
    figures.layoutShift.toFixed(3),
  ];
}

function missed({ largestContentfulPaintMs, scriptKilobytes }: PageFigures): string[] {
  return [
    ...(scriptKilobytes > targets.scriptKilobytes ? [`${scriptKilobytes.toFixed(1)} kB of script`] : []),
    ...(largestContentfulPaintMs > targets.largestContentfulPaintMs
      ? [`${largestContentfulPaintMs.toFixed(0)} ms to the largest paint`]
      : []),
  ];
}

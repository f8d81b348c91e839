import { ParseFailure } from "./parse-failure.ts";
import { depthMax, nodesMax } from "./source-limits.ts";

/** @throws ParseFailure too_deep, too_large */
export function checkHtmlShape(html: string): void {
  let depth = 0;
  let nodes = 0;
  for (const [, close, name = "", end] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)[^>]*?(\/?)>/gi)) {
    nodes += 1;
    if (nodes > nodesMax) throw new ParseFailure("too_large");
    if (end === "/" || /^(br|hr|img|input|meta|link|col|td|th|tr|li|p|option)$/i.test(name)) continue;
    depth += close === "/" ? -1 : 1;
    // Tags that a page leaves open count too; real pages stay far below.
    if (depth > depthMax * 16) throw new ParseFailure("too_deep");
  }
}

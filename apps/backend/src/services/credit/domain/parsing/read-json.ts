import { ParseFailure } from "./parse-failure.ts";
import { depthMax, nodesMax } from "./source-limits.ts";
import { isNode, type SourceNode } from "./source-tree.ts";

/** @throws ParseFailure malformed, too_deep, too_large */
export function readJson(text: string): SourceNode {
  checkJsonShape(text);
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    throw new ParseFailure("malformed", { cause });
  }
  const first = Array.isArray(root) ? root[0] : root;
  if (!isNode(first)) throw new ParseFailure("not_a_report");
  return first;
}

/** Before anything is built: how deep it nests, and how much it holds. */
function checkJsonShape(text: string): void {
  let depth = 0;
  let nodes = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      nodes += 1;
      if (depth > depthMax) throw new ParseFailure("too_deep");
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) nodes += 1;
  }
  if (nodes > nodesMax * 4) throw new ParseFailure("too_large");
}

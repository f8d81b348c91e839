import { XMLParser } from "fast-xml-parser";
import { ParseFailure } from "./parse-failure.ts";
import { depthMax, nodesMax } from "./source-limits.ts";
import { isNode, type SourceNode } from "./source-tree.ts";

/**
 * XML as a tree; attributes are `@…`. Entities are not expanded and document types are refused.
 * @throws ParseFailure unsafe_xml, malformed, too_deep, too_large
 */
export function readXml(text: string): SourceNode {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ParseFailure("unsafe_xml");
  checkXmlShape(text);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
  });
  let root: unknown;
  try {
    root = parser.parse(text, true);
  } catch (cause) {
    throw new ParseFailure("malformed", { cause });
  }
  if (!isNode(root)) throw new ParseFailure("not_a_report");
  return root;
}

function checkXmlShape(text: string): void {
  let depth = 0;
  let nodes = 0;
  for (const [tag] of text.matchAll(/<[^!?][^>]*>/g)) {
    nodes += 1;
    if (tag.startsWith("</")) depth -= 1;
    else if (!tag.endsWith("/>")) depth += 1;
    if (depth > depthMax) throw new ParseFailure("too_deep");
    if (nodes > nodesMax) throw new ParseFailure("too_large");
  }
}

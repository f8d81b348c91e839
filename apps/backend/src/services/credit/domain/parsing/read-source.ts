import { XMLParser } from "fast-xml-parser";
import { ParseFailure } from "./parse-failure.ts";
import { isNode, type SourceNode } from "./source-tree.ts";

export type SourceKind = "json" | "xml" | "html";

const depthMax = 32;
const nodesMax = 400_000;

/** What the first bytes say a file is; null for anything that is none of ours: archives, PDF, images, nothing. */
export function sniffSource(bytes: Uint8Array): SourceKind | null {
  const head = decodeText(bytes.subarray(0, 1_024)).trimStart();
  if (/^[[{]/.test(head)) return "json";
  if (/^(<!doctype html|<html|<head|<body)/i.test(head)) return "html";
  if (/^(<\?xml|<!doctype|<!--|<RESPONSE_GROUP|<CREDIT_RESPONSE)/i.test(head)) {
    return /<html[\s>]/i.test(head) ? "html" : "xml";
  }
  return /^<(div|table)[\s>]/i.test(head) ? "html" : null;
}

/** UTF-8, or UTF-16 when it begins with that mark. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

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

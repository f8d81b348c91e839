export type SourceKind = "json" | "xml" | "html";

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

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type DocumentContentType, findDocumentFault, isQuarantined } from "./document-check.ts";
import { stripJpegMetadata } from "./strip-jpeg-metadata.ts";

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const check = (
  text: string,
  contentType: DocumentContentType,
  fields: { sizeBytes?: number; sha256?: string } = {},
) => {
  const bytes = Buffer.from(text, "latin1");
  const declared = { contentType, sizeBytes: bytes.length, sha256: hash(bytes), ...fields };
  return findDocumentFault(bytes, declared, hash(bytes));
};

describe("what an upload must be", () => {
  test.each<[string, DocumentContentType, string | null]>([
    ["%PDF-1.7\n1 0 obj << /Type /Catalog >>", "application/pdf", null],
    ["\xff\xd8\xff\xe0 picture", "image/jpeg", null],
    ["\x89PNG\r\n\x1a\n picture", "image/png", null],
    ["\x89PNG\r\n\x1a\n picture", "image/jpeg", "type_differs"],
    ["MZ\x90 a program", "application/pdf", "type_differs"],
    ["", "application/pdf", "type_differs"],
    ["%PDF-1.7 << /OpenAction 3 0 R >>", "application/pdf", "active_content"],
    ["%PDF-1.7 << /S /JavaScript /JS (x) >>", "application/pdf", "active_content"],
    ["%PDF-1.7 << /S /J#61vaScript >>", "application/pdf", "active_content"],
    ["%PDF-1.7 << /Type /EmbeddedFile >>", "application/pdf", "active_content"],
    ["%PDF-1.7 << /AAPL:Keywords [] >>", "application/pdf", null],
    ["%PDF-1.7 EICAR-STANDARD-ANTIVIRUS-TEST-FILE!", "application/pdf", "malware"],
  ])("%j declared as %s: %s", (text, contentType, fault) => {
    expect(check(text, contentType)).toBe(fault);
  });

  test("its size and hash are the declared ones", () => {
    expect(check("%PDF-1.7", "application/pdf", { sizeBytes: 9 })).toBe("size_differs");
    expect(check("%PDF-1.7", "application/pdf", { sha256: "0".repeat(64) })).toBe("hash_differs");
  });

  test("what may be an attack is kept apart, what is a mistake is refused", () => {
    expect(isQuarantined("malware") && isQuarantined("active_content") && isQuarantined("type_differs")).toBe(
      true,
    );
    expect(isQuarantined("size_differs") || isQuarantined("hash_differs")).toBe(false);
  });
});

describe("the place and the camera are taken out of a JPEG", () => {
  const segment = (kind: number, data: string) =>
    Buffer.concat([Buffer.from([0xff, kind, 0, data.length + 2]), Buffer.from(data, "latin1")]);
  const picture = (...segments: Buffer[]) =>
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      ...segments,
      segment(0xda, "scan"),
      Buffer.from("pixels\xff\xd9", "latin1"),
    ]);

  test("EXIF, IPTC and comments go, the picture stays", () => {
    const stripped = stripJpegMetadata(
      picture(
        segment(0xe0, "JFIF"),
        segment(0xe1, "Exif GPS 40.7,-74.0"),
        segment(0xed, "IPTC"),
        segment(0xfe, "by me"),
      ),
    );
    expect(Buffer.from(stripped).equals(picture(segment(0xe0, "JFIF")))).toBe(true);
  });

  test.each([
    Buffer.from("no jpeg"),
    Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]),
    Buffer.from([0xff, 0xd8, 0x00, 0xe1, 0, 4, 1, 1]),
    Buffer.alloc(0),
  ])("bytes that are no sound JPEG come back as they are (%#)", (bytes) => {
    expect(stripJpegMetadata(bytes)).toBe(bytes);
  });
});

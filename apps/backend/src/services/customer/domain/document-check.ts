/** What may be uploaded, by its first bytes. Office files, archives and SVG are not: they carry code. */
const signatures = {
  "application/pdf": [0x25, 0x50, 0x44, 0x46, 0x2d],
  "image/jpeg": [0xff, 0xd8, 0xff],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const satisfies Record<string, readonly number[]>;

export type DocumentContentType = keyof typeof signatures;
export const documentContentTypes = Object.keys(signatures) as [
  DocumentContentType,
  ...DocumentContentType[],
];
export const documentMaxBytes = 10 * 1024 * 1024;
/** How long an address for an upload or a download works. */
export const documentUrlSeconds = 60;

export type DocumentFault =
  | "size_differs"
  | "hash_differs"
  | "type_differs"
  /** A PDF that runs something when it is opened, or carries files. */
  | "active_content"
  /** The EICAR test string: a scanner that is fed it must object. */
  | "malware";

/** Names by which a PDF acts by itself. `#xx` escapes are undone first, for they hide names. */
const activeNames =
  /\/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|XFA|RichMedia|SubmitForm|ImportData)(?![A-Za-z])/;
const eicar = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

/**
 * What is wrong with an upload; null when it is what was declared and harmless as far as can be seen without opening it. A compressed
 * object stream can hide names from this check: documents are therefore only ever handed out as attachments.
 */
export function findDocumentFault(
  bytes: Uint8Array,
  declared: {
    readonly contentType: DocumentContentType;
    readonly sizeBytes: number;
    readonly sha256: string;
  },
  sha256: string,
): DocumentFault | null {
  if (bytes.byteLength !== declared.sizeBytes) return "size_differs";
  if (sha256 !== declared.sha256) return "hash_differs";
  if (!signatures[declared.contentType].every((byte, index) => bytes[index] === byte)) return "type_differs";
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (text.includes(eicar)) return "malware";
  if (declared.contentType === "application/pdf") {
    const unescaped = text.replace(/#([0-9a-f]{2})/gi, (_match, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (activeNames.test(unescaped)) return "active_content";
  }
  return null;
}

/** Faults of honest mistakes are refused; the others are kept apart for a person to look at. */
export function isQuarantined(fault: DocumentFault): boolean {
  return fault === "active_content" || fault === "malware" || fault === "type_differs";
}

const marker = 0xff;
const startOfScan = 0xda;
const app1 = 0xe1;
const app13 = 0xed;
const comment = 0xfe;

/**
 * A JPEG without the segments that tell where and by whom it was taken: EXIF and XMP (APP1), IPTC (APP13), comments. The picture's
 * bytes stay as they are. Text that is no well-formed JPEG comes back unchanged.
 */
export function stripJpegMetadata(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== marker || bytes[1] !== 0xd8) return bytes;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.byteLength; ) {
    const kind = bytes[at + 1] ?? 0;
    if (bytes[at] !== marker) return bytes;
    if (kind === startOfScan) {
      kept.push(bytes.subarray(at));
      return Buffer.concat(kept);
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.byteLength) return bytes;
    if (kind !== app1 && kind !== app13 && kind !== comment) kept.push(bytes.subarray(at, at + 2 + length));
    at += 2 + length;
  }
  return bytes;
}

import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { writeContractTerms } from "../domain/contract-terms.ts";
import { plans } from "../domain/plans.ts";
import { resolveStateTerms } from "../domain/state-rules.ts";
import { formatDate, type PacketInput, renderContractPacket, renderDisclosure } from "./contract-packet.ts";
import { renderEsignStatement } from "./esign-statement.ts";

const [plan] = plans;
if (plan === undefined) throw new Error("There are no plans");
const company = { name: "Horizon Credit Repair, Inc.", address: "100 Market Street, Denver, CO 80202" };
const signedAt = new Date("2026-11-23T18:00:00Z");
const packet: PacketInput = {
  contractId: "ctr_1",
  terms: writeContractTerms(plan, resolveStateTerms([], "CO", "2026-11-23"), company),
  customerName: "Łucja Müller",
  signature: { typedName: "Łucja Müller", signedAt, signedOn: "2026-11-23" },
  cancelDeadline: "2026-11-27",
  at: signedAt,
};

/** The text of a page's streams, glyphs turned back by the fonts' own tables. */
function countPages(bytes: Buffer): number {
  return bytes.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
}

test("ESIGN-4 the same contract gives the same bytes, whatever the time and the machine's zone", async () => {
  const first = await renderContractPacket(packet);
  const second = await renderContractPacket(structuredClone(packet));
  expect(second.sha256).toBe(first.sha256);
  expect(first.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(first.bytes.toString("latin1")).toContain("pdfaid:part");
});

test("another date, name or signature gives other bytes", async () => {
  const { sha256 } = await renderContractPacket(packet);
  const others: Partial<PacketInput>[] = [
    { cancelDeadline: "2026-11-30" },
    { customerName: "B" },
    { signature: null },
  ];
  for (const fields of others) {
    expect((await renderContractPacket({ ...packet, ...fields })).sha256).not.toBe(sha256);
  }
});

test("CROA-4 the packet ends with two pages of notices, alike but for the words which copy it is", async () => {
  const { bytes } = await renderContractPacket(packet);
  const pages = contentStreams(bytes);
  expect(pages).toHaveLength(countPages(bytes));
  const [keep = "", send = ""] = pages.slice(-2);
  // The lines of the notice are set the same on both; only the last one tells them apart.
  const lines = (page: string) => page.split("BT").slice(1, -1);
  expect(lines(send).length).toBeGreaterThan(4);
  expect(lines(send)).toEqual(lines(keep));
  expect(send).not.toBe(keep);
});

test("CROA-2 the signed copy of the statement differs from the statement by the acknowledgement alone", async () => {
  const plain = await renderDisclosure(signedAt, null);
  const signed = await renderDisclosure(signedAt, { typedName: "Łucja Müller", at: signedAt });
  expect(signed.sha256).not.toBe(plain.sha256);
  expect((await renderDisclosure(signedAt, null)).sha256).toBe(plain.sha256);
});

test("ESIGN-1 the code is in the file, not beside it: two codes give two files", async () => {
  const one = await renderEsignStatement("ABCD-EFGH", signedAt);
  expect(one.bytes.toString("latin1")).not.toContain("ABCD-EFGH");
  expect((await renderEsignStatement("ABCD-EFGJ", signedAt)).sha256).not.toBe(one.sha256);
});

test("dates are written out", () => {
  expect(formatDate("2026-11-07")).toBe("November 7, 2026");
});

function contentStreams(bytes: Buffer): string[] {
  const text = bytes.toString("latin1");
  return [...text.matchAll(/<<[^>]*\/FlateDecode[^>]*>>\s*stream\r?\n/g)]
    .map((match) => {
      const start = match.index + match[0].length;
      const end = text.indexOf("endstream", start);
      try {
        return inflateSync(bytes.subarray(start, end)).toString("latin1");
      } catch {
        return "";
      }
    })
    .filter((stream) => stream.includes("BT") && stream.includes("Tf"));
}

import { expect, test } from "vitest";
import { findPacketGaps, type Packet } from "./identity-theft-packet.ts";

const complete: Packet = {
  grounds: ["identity_theft"],
  documents: ["identity_document", "ftc_identity_theft_report"],
  statementSigned: true,
};

test.each<[string, Partial<Packet>, readonly string[]]>([
  ["complete", {}, []],
  ["with a police report", { documents: ["identity_document", "police_report"] }, []],
  ["without a report", { documents: ["identity_document"] }, ["identity_theft_report_missing"]],
  ["without proof of identity", { documents: ["police_report"] }, ["identity_proof_missing"]],
  ["without items", { grounds: [] }, ["items_missing"]],
  ["without the statement", { statementSigned: false }, ["statement_missing"]],
  ["with an item that is no fraud", { grounds: ["takeover", "balance_wrong"] }, ["item_not_fraud"]],
  [
    "with nothing",
    { grounds: [], documents: [], statementSigned: false },
    ["identity_proof_missing", "identity_theft_report_missing", "items_missing", "statement_missing"],
  ],
])("FCRA-16 a packet %s", (_what, change, codes) => {
  expect(findPacketGaps({ ...complete, ...change }).map(({ code }) => code)).toEqual(codes);
});

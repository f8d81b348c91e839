import { expect, test } from "vitest";
import { findRoundObstacle, type GatedItem, type GatedRound } from "./round-gate.ts";

const item: GatedItem = {
  state: "attested",
  bureau: "EXP",
  ground: "balance_wrong",
  outcome: null,
  adverse: null,
};
const round: GatedRound = {
  kind: "bureau_dispute",
  recipientKind: "bureau",
  bureau: "EXP",
  statement: null,
  items: [item],
  packetComplete: false,
  today: "2026-12-12",
};
const direct = { kind: "direct_dispute", recipientKind: "furnisher", bureau: null } as const;
const collection = { kind: "collection_or_charge_off", since: "2019-06-15" } as const;
const words = (n: number) => Array.from({ length: n }, () => "word").join(" ");

test.each<[string, Partial<GatedRound>, string | null, string?]>([
  ["an attested item to its bureau", {}, null],
  ["CROA-9 a draft", { items: [{ ...item, state: "draft" }] }, "dispute.item_not_attested"],
  ["an item under way", { items: [{ ...item, state: "investigating" }] }, "dispute.round_open"],
  ["an item of another bureau", { bureau: "EFX" }, "dispute.recipient_mismatch"],
  [
    "a bureau's letter to a furnisher",
    { recipientKind: "furnisher", bureau: null },
    "dispute.recipient_not_allowed",
  ],
  ["a furnisher's account", direct, null],
  [
    "FCRA-19 an inquiry to a furnisher",
    { ...direct, items: [{ ...item, ground: "inquiry_unauthorised" }] },
    "dispute.ground_not_allowed",
    "FCRA-19",
  ],
  [
    "FCRA-19 personal data to a furnisher",
    { ...direct, items: [{ ...item, ground: "personal_info_wrong" }] },
    "dispute.ground_not_allowed",
    "FCRA-19",
  ],
  [
    "FCRA-19 a public record to a furnisher",
    { ...direct, items: [{ ...item, ground: "public_record_wrong" }] },
    "dispute.ground_not_allowed",
    "FCRA-19",
  ],
  [
    "FCRA-14 obsolete from that day on",
    { items: [{ ...item, ground: "obsolete", adverse: collection }] },
    null,
  ],
  [
    "FCRA-14 not obsolete the day before, whatever bureaus do",
    { today: "2026-12-11", items: [{ ...item, ground: "obsolete", adverse: collection }] },
    "dispute.not_obsolete",
  ],
  [
    "FCRA-16 a block on another ground",
    { kind: "block_605b", packetComplete: true },
    "dispute.kind_not_allowed",
    "FCRA-16",
  ],
  [
    "FCRA-16 a block without its packet",
    { kind: "block_605b", items: [{ ...item, ground: "identity_theft" }] },
    "fcra.605b_incomplete",
  ],
  [
    "FCRA-16 a block with its packet",
    { kind: "block_605b", packetComplete: true, items: [{ ...item, ground: "identity_theft" }] },
    null,
  ],
  [
    "FCRA-9 how nothing was verified",
    { kind: "method_of_verification" },
    "dispute.kind_not_allowed",
    "FCRA-9",
  ],
  [
    "FCRA-9 how it was verified",
    { kind: "method_of_verification", items: [{ ...item, outcome: "verified" }] },
    null,
  ],
  ["FCRA-7 what was not reinserted", { kind: "reinsertion_dispute" }, "dispute.kind_not_allowed", "FCRA-7"],
  [
    "FCRA-11 a statement of 100 words",
    { kind: "statement_of_dispute", statement: words(100), items: [{ ...item, outcome: "verified" }] },
    null,
  ],
  [
    "FCRA-11 a statement of 101 words",
    { kind: "statement_of_dispute", statement: words(101), items: [{ ...item, outcome: "verified" }] },
    "dispute.statement_too_long",
  ],
])("%s", (_what, change, code, rule) => {
  const obstacle = findRoundObstacle({ ...round, ...change });
  expect(obstacle?.code ?? null).toBe(code);
  if (rule) expect(obstacle?.rule).toBe(rule);
});

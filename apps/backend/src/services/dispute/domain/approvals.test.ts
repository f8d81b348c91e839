import { expect, test } from "vitest";
import { type ApprovalInput, decideApproval } from "./approvals.ts";

const customer = { userId: "c", role: "customer" } as const;
const compliance = { userId: "p", role: "compliance" } as const;
const ordinary: ApprovalInput = { kind: "bureau_dispute", authorId: "a", given: [], by: customer };
const block: ApprovalInput = { ...ordinary, kind: "block_605b" };

test.each<[string, ApprovalInput, unknown]>([
  ["the customer approves an ordinary letter", ordinary, { ok: true, complete: true }],
  [
    "compliance has no part in it",
    { ...ordinary, by: compliance },
    { ok: false, code: "letter.approval_not_needed" },
  ],
  ["a block needs both: the customer first", block, { ok: true, complete: false }],
  [
    "a block needs both: then compliance",
    { ...block, given: ["customer"], by: compliance },
    { ok: true, complete: true },
  ],
  ["in either order", { ...block, given: ["compliance"] }, { ok: true, complete: true }],
  ["nobody twice", { ...block, given: ["customer"] }, { ok: false, code: "letter.already_approved" }],
  [
    "nobody their own letter",
    { ...block, authorId: "p", by: compliance },
    { ok: false, code: "letter.own_work" },
  ],
])("%s", (_what, input, expected) => {
  expect(decideApproval(input)).toEqual(expected);
});

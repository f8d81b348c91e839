import { expect, test } from "vitest";
import { type ApprovalInput, decideApproval } from "./approvals.ts";

const customer = { userId: "c", role: "customer" } as const;
const compliance = { userId: "p", role: "compliance" } as const;
const ordinary: ApprovalInput = {
  kind: "bureau_dispute",
  grounds: ["balance_wrong"],
  authorId: "a",
  given: [],
  by: customer,
};
const stateBan: ApprovalInput = { ...ordinary, grounds: ["balance_wrong", "medical_state_ban"] };
const block: ApprovalInput = { ...ordinary, kind: "block_605b" };

test.each<[string, ApprovalInput, unknown]>([
  ["the customer approves an ordinary letter", ordinary, { ok: true, complete: true }],
  [
    "compliance has no part in it",
    { ...ordinary, by: compliance },
    { ok: false, code: "letter.approval_not_needed" },
  ],
  ["FCRA-15 a ban of a state needs compliance", stateBan, { ok: true, complete: false }],
  [
    "FCRA-15 and then goes out",
    { ...stateBan, given: ["customer"], by: compliance },
    { ok: true, complete: true },
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

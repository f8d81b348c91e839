import { expect, test } from "vitest";
import { decideInput, executeInput } from "./actions.ts";
import { auditFilter } from "./audit.ts";
import { changeFilter } from "./changes.ts";
import { savedViewInput } from "./saved-views.ts";

const id = "0193a1b2-7c00-7000-8000-000000000001";
const command = { action: "member.setActive", memberId: id, active: false };
const times = { startsAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-02T00:00:00Z" };
const freeze = { environment: "production", services: null, ...times };

const inputs = [
  ["a reason", executeInput, (text: string) => ({ idempotencyKey: id, command, reason: text }), "reason"],
  [
    "the title of a freeze",
    executeInput,
    (text: string) => ({
      idempotencyKey: id,
      command: { action: "freezeWindow.create", window: { ...freeze, title: text } },
    }),
    "command.window.title",
  ],
  [
    "the name of a member",
    executeInput,
    (text: string) => ({
      idempotencyKey: id,
      command: {
        action: "member.create",
        member: { email: "olive@example.com", name: text, role: "viewer" },
      },
    }),
    "command.member.name",
  ],
  [
    "a comment",
    decideInput,
    (text: string) => ({ intentId: id, decision: "approved", digest: "d", comment: text }),
    "comment",
  ],
  ["a filter of Audit", auditFilter, (text: string) => ({ actor: text }), "actor"],
  ["a filter of Changes", changeFilter, (text: string) => ({ service: text }), "service"],
  ["a saved view", savedViewInput, (text: string) => ({ title: text, path: "/production" }), "title"],
] as const;

test.each(inputs)(
  "%s that the database could not keep is refused at its field",
  (_name, schema, inputOf, path) => {
    for (const text of ["a\0b", "half \uD83D"]) {
      const issues = schema.safeParse(inputOf(text)).error?.issues ?? [];
      expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
    }
    expect(schema.safeParse(inputOf("Größe ✓ 👍\nsecond line\tend")).success).toBe(true);
  },
);

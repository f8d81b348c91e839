import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@horizon/db/embedded";
import { expect, test } from "vitest";
import { ensureBackendStaff, type StaffAccess } from "./backend-staff.ts";

test("staff whose secrets a killed start had not written down are made anew, and those written down stay", async () => {
  const folder = mkdtempSync(join(tmpdir(), "horizon-staff-"));
  const database = await createTestDatabase();
  try {
    const file = join(folder, "staff.json");
    const make = async () => {
      await ensureBackendStaff(file, {
        env: {
          DATABASE_URL: database.serviceUrl("auth"),
          AUTH_KEYS: `k1:${randomBytes(32).toString("base64url")}`,
        },
        password: "gravel moth lantern 41",
        signal: new AbortController().signal,
      });
      return JSON.parse(readFileSync(file, "utf8")) as StaffAccess[];
    };
    const first = await make();
    expect(await make()).toEqual(first);
    rmSync(file);
    const second = await make();
    for (const { role, email } of second)
      expect(email).toMatch(new RegExp(`^${role}-[0-9a-f]{12}@staff\\.horizon\\.example$`));
    expect(second.map(({ role }) => role)).toEqual(first.map(({ role }) => role));
    expect(new Set([...first, ...second].map(({ user_id }) => user_id)).size).toBe(first.length * 2);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

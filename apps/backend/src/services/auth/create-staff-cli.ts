import { parseArgs } from "node:util";
import { closeDb, createDb } from "@horizon/db";
import { z } from "zod";
import { createStaff } from "./create-staff.ts";
import { createPasswordHasher } from "./domain/password-hash.ts";
import { parseStaffEnv } from "./env.ts";

const usage =
  "node create-staff-cli.ts --email <address> --name <name> --role agent|billing|compliance|admin|auditor";
const options = z.strictObject({
  email: z.email(),
  name: z.string().min(1),
  role: z.enum(["agent", "billing", "compliance", "admin", "auditor"]),
});

/**
 * Prints one line of JSON: the id, and what the person needs once. With STAFF_PASSWORD set that is the secret of an
 * authenticator app; without it, a link to set a password.
 */
const { values } = parseArgs({
  options: { email: { type: "string" }, name: { type: "string" }, role: { type: "string" } },
});
const staff = options.safeParse(values);
if (!staff.success) throw new Error(usage);
const env = parseStaffEnv();
const db = createDb(env.DATABASE_URL, { poolMax: 1, applicationName: "create-staff", schema: "auth" });
try {
  const hasher = createPasswordHasher(env.AUTH_KEYS, { refuse: () => new Error("busy") });
  const context = { db, keyring: env.AUTH_KEYS, hasher, now: () => new Date() };
  const created = await createStaff(context, { ...staff.data, password: env.STAFF_PASSWORD });
  const { userId, ...once } = created;
  const shown =
    "totpSecret" in once
      ? { totp_secret: once.totpSecret }
      : { link: `${env.PORTAL_URL}/accept-invitation#token=${once.invitationToken}` };
  console.log(JSON.stringify({ user_id: userId, ...shown }));
} finally {
  await closeDb(db);
}

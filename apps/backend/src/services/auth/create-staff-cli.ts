import { parseArgs } from "node:util";
import { closeDb, createDb } from "@horizon/db";
import { z } from "zod";
import { createStaff } from "./create-staff.ts";
import { createPasswordHasher } from "./domain/password-hash.ts";
import { parseStaffEnv } from "./env.ts";

const usage =
  "node create-staff-cli.ts --email <address> --name <name> --role agent|billing|compliance|admin|auditor, the three again for each further person";
const people = z
  .array(
    z.strictObject({
      email: z.email(),
      name: z.string().min(1),
      role: z.enum(["agent", "billing", "compliance", "admin", "auditor"]),
    }),
  )
  .min(1);

/**
 * Prints a line of JSON for each: the id, and what the person needs once. With STAFF_PASSWORD set that is the secret of an
 * authenticator app; without it, a link to set a password. The first that cannot be made ends it; those before it are made.
 */
const text = { type: "string", multiple: true, default: [] as string[] } as const;
const { values } = parseArgs({ options: { email: text, name: text, role: text } });
const staff = people.safeParse(
  values.email.map((email, at) => ({ email, name: values.name[at], role: values.role[at] })),
);
const isWhole = values.name.length === values.email.length && values.role.length === values.email.length;
if (!staff.success || !isWhole) throw new Error(usage);
const env = parseStaffEnv();
const db = createDb(env.DATABASE_URL, { poolMax: 1, applicationName: "create-staff", schema: "auth" });
try {
  const hasher = createPasswordHasher(env.AUTH_KEYS, { refuse: () => new Error("busy") });
  const context = { db, keyring: env.AUTH_KEYS, hasher, now: () => new Date() };
  for (const member of staff.data) {
    const created = await createStaff(context, { ...member, password: env.STAFF_PASSWORD });
    const { userId, ...once } = created;
    const shown =
      "totpSecret" in once
        ? { totp_secret: once.totpSecret }
        : { link: `${env.PORTAL_URL}/accept-invitation#token=${once.invitationToken}` };
    console.log(JSON.stringify({ user_id: userId, ...shown }));
  }
} finally {
  await closeDb(db);
}

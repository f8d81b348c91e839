import { randomUUID } from "node:crypto";
import type { StaffRole } from "@horizon/contracts/backend";
import { createUser, markEmailVerified, storePassword } from "@horizon/db/auth";
import { generateSync } from "otplib";
import type { AuthContext } from "../services/auth/context.ts";
import { createStaff } from "../services/auth/create-staff.ts";

export interface TestUser {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
}

export const testPassword = "gravel moth lantern 41";

/** Master key of auth-service in tests. */
export const testAuthKeys = `test:${Buffer.alloc(32, 7).toString("base64url")}`;

/** A customer who has verified the address; signs in with the password alone. */
export async function createTestCustomer(
  { db, hasher, now }: AuthContext,
  password = testPassword,
): Promise<TestUser & { readonly customerId: string }> {
  const email = `${randomUUID()}@customer.example`;
  const customerId = randomUUID();
  const user = await createUser(db, { kind: "customer", email, customerId });
  if (user === null) throw new Error("the address is taken");
  await storePassword(db, user.id, await hasher.hash(password), now());
  await markEmailVerified(db, user.id, now());
  return { userId: user.id, customerId, email, password };
}

/** A member of staff with password and authenticator app. */
export async function createTestStaff(
  { db, hasher, now, env }: AuthContext,
  role: StaffRole,
): Promise<TestUser & { readonly totpSecret: string }> {
  const email = `${randomUUID()}@horizon.example`;
  const staff = { email, name: `A ${role}`, role, password: testPassword };
  const created = await createStaff({ db, hasher, now, keyring: env.AUTH_KEYS }, staff);
  if (!("totpSecret" in created)) throw new Error("no second factor");
  return { userId: created.userId, email, password: testPassword, totpSecret: created.totpSecret };
}

/** What the app of a person shows at `at`. */
export function totpCodeAt(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1_000) });
}

/** A code that is not right for `at`, nor for some minutes around it. */
export function wrongCodeAt(secret: string, at: Date): string {
  const right = new Set<string>();
  for (let ms = -120_000; ms <= 120_000; ms += 30_000)
    right.add(totpCodeAt(secret, new Date(at.getTime() + ms)));
  return (
    ["000000", ...Array.from({ length: right.size }, (_, index) => `11111${index}`)].find(
      (code) => !right.has(code),
    ) ?? ""
  );
}

let lastAddress = 0;

/** An address from which nobody came. */
export function newAddress(): string {
  lastAddress += 1;
  return `198.51.${lastAddress >> 8}.${lastAddress & 255}`;
}

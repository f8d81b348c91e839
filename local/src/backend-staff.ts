import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { root } from "./paths.ts";
import { ProgramError, runProgram } from "./run-program.ts";
import { writeWholeFile } from "./write-whole-file.ts";

/** Who works at a local Horizon and acts through the API; all with one password and a second factor of their own. */
const staff = [
  { role: "agent", name: "Ana Agent" },
  { role: "compliance", name: "Cleo Compliance" },
  { role: "billing", name: "Bo Billing" },
  { role: "admin", name: "Ada Admin" },
  { role: "auditor", name: "Otto Auditor" },
] as const;

export interface StaffAccess {
  role: (typeof staff)[number]["role"];
  email: string;
  password: string;
  user_id: string;
  /** For an authenticator app. */
  totp_secret: string;
}

interface StaffSource {
  env: Record<string, string>;
  password: string;
  /** Aborted when nobody waits for them any more. */
  signal: AbortSignal;
}

/** Makes them when there are none, and writes down how each signs in. */
export async function ensureBackendStaff(file: string, source: StaffSource): Promise<void> {
  if (existsSync(file)) return;
  writeWholeFile(file, `${JSON.stringify(await createAccounts(source), null, 2)}\n`, 0o600);
}

/** Accounts whose secrets were lost, as a start was interrupted before it had written them down, stay: these have addresses of their own. */
async function createAccounts(source: StaffSource): Promise<StaffAccess[]> {
  try {
    return await createAt((role) => `${role}@staff.horizon.example`, source);
  } catch (error) {
    if (!(error instanceof ProgramError && error.message.includes("CONFLICT"))) throw error;
  }
  const unique = randomBytes(6).toString("hex");
  return createAt((role) => `${role}-${unique}@staff.horizon.example`, source);
}

/** All in one process: to load what makes an account takes longer than to make it. */
async function createAt(
  addressOf: (role: StaffAccess["role"]) => string,
  { env, password, signal }: StaffSource,
): Promise<StaffAccess[]> {
  const options = staff.flatMap(({ role, name }) => [
    "--email",
    addressOf(role),
    "--name",
    name,
    "--role",
    role,
  ]);
  const stdout = await runProgram(process.execPath, {
    args: ["apps/backend/src/services/auth/create-staff-cli.ts", ...options],
    cwd: root,
    env: { ...inheritedEnvironment(), NODE_ENV: "development", ...env, STAFF_PASSWORD: password },
    signal,
  });
  const made = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Pick<StaffAccess, "user_id" | "totp_secret">);
  return staff.map(({ role }, at) => {
    const account = made[at];
    if (!account) throw new Error(`No account was made for the role ${role}.`);
    return { role, email: addressOf(role), password, ...account };
  });
}

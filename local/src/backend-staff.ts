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
  const access = await Promise.all(staff.map((member) => createMember(member, source)));
  writeWholeFile(file, `${JSON.stringify(access, null, 2)}\n`, 0o600);
}

/** An account whose secret was lost, as a start was interrupted before it had written it down, stays: this one has an address of its own. */
async function createMember(member: (typeof staff)[number], source: StaffSource): Promise<StaffAccess> {
  try {
    return await createAccount(`${member.role}@staff.horizon.example`, member, source);
  } catch (error) {
    if (!(error instanceof ProgramError && error.message.includes("CONFLICT"))) throw error;
  }
  const unique = randomBytes(6).toString("hex");
  return createAccount(`${member.role}-${unique}@staff.horizon.example`, member, source);
}

async function createAccount(
  email: string,
  { role, name }: (typeof staff)[number],
  { env, password, signal }: StaffSource,
): Promise<StaffAccess> {
  const script = "apps/backend/src/services/auth/create-staff-cli.ts";
  const stdout = await runProgram(process.execPath, {
    args: [script, "--email", email, "--name", name, "--role", role],
    cwd: root,
    env: { ...inheritedEnvironment(), NODE_ENV: "development", ...env, STAFF_PASSWORD: password },
    signal,
  });
  const made = JSON.parse(stdout) as { user_id: string; totp_secret: string };
  return { role, email, password, ...made };
}

import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { root } from "./paths.ts";

const run = promisify(execFile);

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

/** Makes them when there are none, and writes down how each signs in. */
export async function ensureBackendStaff(
  file: string,
  { env, password }: { env: Record<string, string>; password: string },
): Promise<void> {
  if (existsSync(file)) return;
  const access = await Promise.all(
    staff.map(async ({ role, name }): Promise<StaffAccess> => {
      const email = `${role}@staff.horizon.example`;
      const args = [
        "apps/backend/src/services/auth/create-staff-cli.ts",
        "--email",
        email,
        "--name",
        name,
        "--role",
        role,
      ];
      const { stdout } = await run(process.execPath, args, {
        cwd: root,
        env: { PATH: process.env.PATH ?? "", NODE_ENV: "development", ...env, STAFF_PASSWORD: password },
      });
      const made = JSON.parse(stdout) as { user_id: string; totp_secret: string };
      return { role, email, password, ...made };
    }),
  );
  writeFileSync(file, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
}

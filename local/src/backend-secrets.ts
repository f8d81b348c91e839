import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeWholeFile } from "./write-whole-file.ts";

/** What the services of a local backend and their providers know each other by. Made once, kept with the data. */
export interface BackendSecrets {
  serviceTokens: string;
  /** 32 bytes in base64url each. */
  authKey: string;
  customerKey: string;
  customerMacKey: string;
  reportKey: string;
  notificationKey: string;
  lettersKey: string;
  lettersWebhook: string;
  paymentsKey: string;
  paymentsWebhook: string;
  objectStore: string;
  /** Of the members of staff that the start makes. */
  staffPassword: string;
}

const names = [
  "serviceTokens",
  "authKey",
  "customerKey",
  "customerMacKey",
  "reportKey",
  "notificationKey",
  "lettersKey",
  "lettersWebhook",
  "paymentsKey",
  "paymentsWebhook",
  "objectStore",
  "staffPassword",
] as const satisfies readonly (keyof BackendSecrets)[];

export function readBackendSecrets(file: string): BackendSecrets {
  if (!existsSync(file)) {
    const made = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString("base64url")]));
    writeWholeFile(file, JSON.stringify(made), 0o600);
  }
  return JSON.parse(readFileSync(file, "utf8")) as BackendSecrets;
}

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeWholeFile } from "./write-whole-file.ts";

/** The secret that signs sessions on this machine: made once, kept in the data folder, readable by its owner. */
export function readSessionSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(dirname(file), { recursive: true });
  const secret = randomBytes(32).toString("base64url");
  writeWholeFile(file, secret, 0o600);
  return secret;
}

/**
 * Property names whose value never belongs in a log. Credit data is regulated: identity numbers are as secret
 * as passwords. Compared without case, so header spellings need no entry of their own.
 */
export const secretNames = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "apiKey",
  "accessToken",
  "refreshToken",
  "idToken",
  "sessionToken",
  "token",
  "password",
  "passwordHash",
  "secret",
  "clientSecret",
  "secretAccessKey",
  "privateKey",
  "connectionString",
  "databaseUrl",
  "ssn",
  "socialSecurityNumber",
  "dateOfBirth",
  "cardNumber",
] as const;

export const redacted = "[redacted]";

/** pino's own serializer prints nothing deeper than 5. */
const maxDepth = 6;

const secretKeys = new Set<string>(secretNames.map((name) => name.toLowerCase()));

/** Whether the value under this property name must not be written. */
export function isSecretName(name: string): boolean {
  return secretKeys.has(name.toLowerCase());
}

/** A copy of `value` in which every property with a secret name is replaced, at any depth that is written. */
export function redactSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || hasOwnJson(value)) return value;
  if (depth === maxDepth) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => redactSecrets(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    copy[key] = isSecretName(key) ? redacted : redactSecrets(item, depth + 1);
  }
  return copy;
}

/** Dates, URLs and the like say themselves how they are written. */
function hasOwnJson(value: object): boolean {
  return "toJSON" in value && typeof value.toJSON === "function";
}

import type { IncomingHttpHeaders } from "node:http";
import type { ObjectStore } from "../../store/object-store.ts";
import { StatusError } from "../../store/status-error.ts";
import { forbidden, unauthorized } from "./forbidden.ts";
import { authorize } from "./rbac.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";
import type { UserInfo } from "./user-info.ts";

/** Bearer tokens and who holds them. */
export interface AuthConfig {
  tokens: Readonly<Record<string, { username: string; groups?: readonly string[] }>>;
}

const ANONYMOUS: UserInfo = { username: "system:anonymous", groups: ["system:unauthenticated"] };
/** What EKS answers without credentials; everything else is 401. */
const OPEN_PATHS = new Set(["/healthz", "/livez", "/readyz"]);

/** The user behind the bearer token; 401 without a valid one, but for health checks. */
export function authenticate(
  config: AuthConfig,
  accountTokens: ServiceAccountTokens,
  headers: IncomingHttpHeaders,
  path: string,
): UserInfo {
  const [scheme, token] = (headers.authorization ?? "").split(" ");
  const found = scheme === "Bearer" && token ? config.tokens[token] : undefined;
  if (found) {
    return { username: found.username, groups: [...(found.groups ?? []), "system:authenticated"] };
  }
  const account = scheme === "Bearer" && token ? accountTokens.find(token) : undefined;
  if (account) return account;
  if (!headers.authorization && OPEN_PATHS.has(path)) return ANONYMOUS;
  throw unauthorized();
}

function requestImpersonation(store: ObjectStore, user: UserInfo, resource: string, name: string): void {
  const attributes = { verb: "impersonate", group: "", resource, name };
  if (!authorize(store, user, attributes).allowed) throw forbidden(user, attributes);
}

/** Groups come as repeated headers, which Node joins unless it is asked for the raw ones. */
const valuesOf = (rawHeaders: readonly string[], name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);

/**
 * The user that the request acts as. Impersonation needs the verb `impersonate` on every user, service account and
 * group that the headers name: 403 otherwise.
 */
export function impersonate(store: ObjectStore, user: UserInfo, rawHeaders: readonly string[]): UserInfo {
  const [name] = valuesOf(rawHeaders, "impersonate-user");
  const groups = valuesOf(rawHeaders, "impersonate-group");
  if (!name) {
    if (groups.length === 0) return user;
    throw new StatusError(
      "InternalError",
      `Internal error occurred: requested groups ${JSON.stringify(groups)} without impersonating a user`,
    );
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  if (account) {
    const [, namespace, accountName = ""] = account;
    const attributes = {
      verb: "impersonate",
      group: "",
      resource: "serviceaccounts",
      name: accountName,
      namespace,
    };
    if (!authorize(store, user, attributes).allowed) throw forbidden(user, attributes);
  } else {
    requestImpersonation(store, user, "users", name);
  }
  for (const group of groups) requestImpersonation(store, user, "groups", group);
  const accountGroups = account ? ["system:serviceaccounts", `system:serviceaccounts:${account[1]}`] : [];
  return {
    username: name,
    groups: [...new Set([...groups, ...(groups.length ? [] : accountGroups), "system:authenticated"])],
    impersonatedBy: user.username,
  };
}

import type { IncomingMessage } from "node:http";
import { badRequest, StatusError } from "../store/status-error.ts";
import type { ApiContext } from "./api-request.ts";
import type { AuditEntry } from "./audit-log.ts";
import { type AuthConfig, authenticate, impersonate } from "./auth/authenticate.ts";
import { forbidden, unauthorized } from "./auth/forbidden.ts";
import { type AccessAttributes, authorize } from "./auth/rbac.ts";
import type { UserInfo } from "./auth/user-info.ts";
import { parseTarget, type RequestTarget, verbOf } from "./resource-request.ts";

/** What became known of a request while it was answered. */
export interface RequestTrace {
  user?: UserInfo;
  attributes?: AccessAttributes;
}

function attributesOf(target: RequestTarget, method: string, query: URLSearchParams): AccessAttributes {
  if (target.type === "path") return { verb: method.toLowerCase(), path: target.path };
  if (target.type === "review") {
    const { group, plural } = target.review;
    if (method !== "POST")
      throw new StatusError(
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        {},
      );
    return { verb: "create", group, resource: plural, namespace: target.namespace };
  }
  const { kind, namespace, name, subresource } = target;
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  return { verb: verbOf(method, target, query), group: kind.group, resource, namespace, name };
}

function checkFaults(
  { faults }: ApiContext,
  target: RequestTarget,
  user: UserInfo,
  attributes: AccessAttributes,
) {
  const { forbidden: resource } = faults.state();
  if (target.type === "resource" && target.kind.resource === resource) throw forbidden(user, attributes);
}

/** No seat is free for a request: it was not looked at. Answered as text, not as a `Status`. */
export class Throttled extends StatusError {
  constructor() {
    super("TooManyRequests", "Too many requests, please try again later.", { retryAfterSeconds: 1 });
  }
}

/** A request that may be made, by whom and of what. */
export interface AdmittedRequest {
  user: UserInfo;
  target: RequestTarget;
  attributes: AccessAttributes;
}

/** Finds out who asks for what: 401, 403, 404 or 429. What became known goes into `trace`, whatever the end. */
export function admitRequest(
  context: ApiContext,
  auth: AuthConfig,
  request: IncomingMessage,
  trace: RequestTrace,
): AdmittedRequest {
  const { method = "GET", headers } = request;
  const url = urlOf(request);
  if (context.faults.state().unauthorized) throw unauthorized();
  const caller = authenticate(auth, context.accountTokens, headers, url.pathname);
  trace.user = caller;
  const user = impersonate(context.store, caller, request.rawHeaders);
  trace.user = user;
  if (context.faults.state().throttled && !user.groups.includes("system:masters")) throw new Throttled();
  const target = (() => {
    try {
      return parseTarget(context.registry, url.pathname);
    } catch (error) {
      throw error instanceof URIError ? badRequest("the path is not well encoded") : error;
    }
  })();
  const attributes = attributesOf(target, method, url.searchParams);
  trace.attributes = attributes;
  checkFaults(context, target, user, attributes);
  if (!authorize(context.store, user, attributes).allowed) throw forbidden(user, attributes);
  return { user, target, attributes };
}

export const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? "/", "https://kubernetes");

/** What the audit log says of an answered request. */
export function toAuditEntry(
  context: ApiContext,
  request: IncomingMessage,
  trace: RequestTrace,
  code: number,
): AuditEntry {
  const { user, attributes } = trace;
  const isPath = attributes === undefined || "path" in attributes;
  const [path = ""] = (request.url ?? "").split("?");
  const [plural, subresource] = isPath ? [path] : attributes.resource.split("/");
  const name = isPath || !attributes.group ? plural : `${plural}.${attributes.group}`;
  return {
    timeMs: context.clock.now(),
    user: user?.impersonatedBy ?? user?.username ?? "",
    ...(user?.impersonatedBy ? { impersonatedUser: user.username, impersonatedGroups: user.groups } : {}),
    verb: attributes?.verb ?? (request.method ?? "get").toLowerCase(),
    resource: subresource ? `${name}/${subresource}` : (name ?? ""),
    ...(isPath ? {} : { namespace: attributes.namespace, name: attributes.name }),
    userAgent: request.headers["user-agent"],
    code,
  };
}

import type { ApiScope, ServiceName, UserRole } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import type { Logger } from "@horizon/logger";
import { z } from "zod";
import type { ClientPrincipal, UserPrincipal } from "./access-token.ts";
import type { ServiceContext } from "./context.ts";
import type { ServicePrincipal } from "./service-token.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** Who may call: anybody, people of these roles (and clients with the scope), or these services. */
export type Access =
  | { readonly kind: "public" }
  | {
      readonly kind: "user";
      readonly roles: readonly UserRole[];
      /** The second factor must have been shown in the last five minutes. */
      readonly stepUp?: boolean;
      /** Lets API clients in that have it. People need no scope, but for the token that enrols a second factor alone. */
      readonly scope?: ApiScope | "mfa:enrol";
    }
  | { readonly kind: "service"; readonly callers: readonly ServiceName[] };

export interface RouteRequest<P, Q, B, Principal> {
  readonly params: P;
  readonly query: Q;
  /** Parsed by `body`, or the bytes of a route with `rawBody`. */
  readonly body: B;
  readonly principal: Principal;
  /** The transaction of a route that changes something; otherwise the pool. */
  readonly db: Db;
  readonly requestId: string;
  readonly clientAddress: string;
  readonly userAgent: string;
  /** Version that the caller read; present where `ifMatch` is required, otherwise 0. */
  readonly ifMatch: number;
  readonly idempotencyKey: string | null;
  /** Header by lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly log: Logger;
}

interface ReplyHead {
  /** Version of the row that is shown; becomes the ETag. */
  readonly etag?: number;
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type BinaryReply = ReplyHead & {
  readonly status: 200;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly fileName?: string;
};

type Responses = Readonly<Record<number, z.ZodType | null>>;
type JsonReply<R extends Responses> = {
  [K in keyof R & number]: ReplyHead & { readonly status: K } & (R[K] extends z.ZodType
      ? { readonly body: z.input<R[K]> }
      : { readonly body?: undefined });
}[keyof R & number];

interface RawBody {
  readonly contentTypes: readonly string[];
  readonly maxBytes: number;
}

interface RouteFields {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  /** More for the partner developer who reads the documentation. */
  readonly description?: string;
  readonly tags?: readonly string[];
  /**
   * `required`: an Idempotency-Key must come; the answer is stored with the effect. `kept-by-route`: it must come, and the
   * handler sees to it itself, as the answer holds what may not be stored or the work does not fit in a transaction.
   */
  readonly idempotency?: "required" | "kept-by-route";
  /** Members of the answer that are secrets and not stored: a repetition with the same key answers null in their place. */
  readonly shownOnce?: readonly string[];
  /** `required`: If-Match with the version must come. */
  readonly ifMatch?: "required";
  /** What a handler that is no GET runs in; `read-committed` when left out. */
  readonly transaction?: "read-committed" | "serializable" | "none";
  readonly rawBody?: RawBody;
  /** Success is binary; for the documentation. */
  readonly produces?: string;
  /** Codes of the problems that are its own. */
  readonly problems?: readonly string[];
}

const nothing = z.strictObject({});

interface RouteDefinition<
  C,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends Responses,
  Principal,
> extends RouteFields {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly responses: R;
  readonly handler: (
    context: C,
    request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>, Principal>,
  ) => Promise<JsonReply<R> | BinaryReply>;
}

export interface RouteReply extends ReplyHead {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly contentType?: string;
  readonly fileName?: string;
}

/** A route with its types forgotten: what the HTTP app and the documentation work with. */
export interface Route<C = ServiceContext> extends RouteFields {
  readonly access: Access;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  /** Null when the route takes no body, or takes bytes. */
  readonly body: z.ZodType | null;
  readonly responses: Responses;
  readonly handler: (
    context: C,
    request: RouteRequest<unknown, unknown, unknown, unknown>,
  ) => Promise<RouteReply>;
}

type UserAccess = Omit<Extract<Access, { kind: "user" }>, "kind">;

/** Without a scope only people come through; with one, clients too. */
type CallerOf<A extends UserAccess> = A extends { scope: string }
  ? UserPrincipal | ClientPrincipal
  : UserPrincipal;

/** The constructors of one service's routes. The kind decides what `request.principal` is. */
export function routesOf<C extends ServiceContext>() {
  function erase(
    route: RouteFields & { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType },
    access: Access,
  ) {
    const { params = nothing, query = nothing, body = null } = route;
    return { ...route, access, params, query, body } as Route<C>;
  }
  return {
    publicRoute<
      R extends Responses,
      P extends z.ZodType = typeof nothing,
      Q extends z.ZodType = typeof nothing,
      B extends z.ZodType = z.ZodType<Buffer>,
    >(route: RouteDefinition<C, P, Q, B, R, null>): Route<C> {
      return erase(route, { kind: "public" });
    },
    userRoute<
      const A extends UserAccess,
      R extends Responses,
      P extends z.ZodType = typeof nothing,
      Q extends z.ZodType = typeof nothing,
      B extends z.ZodType = z.ZodType<Buffer>,
    >({ access, ...route }: RouteDefinition<C, P, Q, B, R, CallerOf<A>> & { readonly access: A }): Route<C> {
      return erase(route, { kind: "user", ...access });
    },
    serviceRoute<
      R extends Responses,
      P extends z.ZodType = typeof nothing,
      Q extends z.ZodType = typeof nothing,
      B extends z.ZodType = z.ZodType<Buffer>,
    >({
      callers,
      ...route
    }: RouteDefinition<C, P, Q, B, R, ServicePrincipal> & {
      readonly callers: readonly ServiceName[];
    }): Route<C> {
      return erase(route, { kind: "service", callers });
    },
  };
}

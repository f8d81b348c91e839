import { z } from "zod";

/** What a person may be. Customers see their own data alone; an agent, that of the customers assigned to them. */
export const userRoles = ["customer", "agent", "billing", "compliance", "admin", "auditor"] as const;
export type UserRole = (typeof userRoles)[number];
export type StaffRole = Exclude<UserRole, "customer">;

/** Who may address the API: `aud` of every access token. */
export const tokenAudience = "horizon-api";

/** Claims of an access token (RFC 9068) of a person. Ids are bare UUIDs, times seconds since the epoch. */
export const userClaims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  jti: z.string().min(1),
  role: z.enum(userRoles),
  /** Minted with the user, so it is known before the customer's record exists. Null for staff. */
  customer_id: z.uuid().nullable(),
  scope: z.string(),
  amr: z.array(z.string()),
  /** "2" once a second factor was shown in this session. */
  acr: z.enum(["1", "2"]),
  auth_time: z.int(),
  /** When the second factor was last shown; steps that need it fresh accept it for five minutes. */
  step_up_at: z.int().optional(),
  iat: z.int(),
  exp: z.int(),
});
export type UserClaims = z.infer<typeof userClaims>;

/** Claims of an access token of an API client (client_credentials). */
export const clientClaims = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  jti: z.string().min(1),
  scope: z.string(),
  iat: z.int(),
  exp: z.int(),
});
export type ClientClaims = z.infer<typeof clientClaims>;

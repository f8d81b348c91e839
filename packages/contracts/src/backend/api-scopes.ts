/** What an API client of a partner can be allowed to do. A route of ours that lets clients in names one of these. */
export const apiScopes = [
  "customers:read",
  "customers:write",
  "reports:read",
  "reports:write",
  "disputes:read",
  "disputes:write",
  "billing:read",
  "notifications:write",
] as const;
export type ApiScope = (typeof apiScopes)[number];

/** What an API client of a partner can be allowed to do. A route of ours that lets clients in names one of these. */
export const apiScopes = ["billing:read", "disputes:read", "webhooks:manage"] as const;
export type ApiScope = (typeof apiScopes)[number];

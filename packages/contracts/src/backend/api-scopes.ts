/**
 * What an API client can be allowed to do: read the books, read how disputes stand in numbers, manage webhooks. A route that lets
 * clients in names one of these; no scope shows one customer's data.
 */
export const apiScopes = ["billing:read", "disputes:read", "webhooks:manage"] as const;
export type ApiScope = (typeof apiScopes)[number];

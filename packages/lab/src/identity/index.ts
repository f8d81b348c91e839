export type { IdentityAccount } from "./accounts.ts";
export { type IdentityProviders, startIdentityProviders } from "./start-identity-providers.ts";

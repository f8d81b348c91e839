export * from "./invoices.ts";
export * from "./ledger.ts";
export * from "./payment-methods.ts";
export * from "./payments.ts";
export * from "./performances.ts";
export * from "./result-proofs.ts";
export * from "./subscriptions.ts";

export { createPaymentsProvider, type PaymentsOptions, type PaymentsProvider } from "./payments-provider.ts";

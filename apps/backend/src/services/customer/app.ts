import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { customerConsumers } from "./consumers/consumers.ts";
import { proofTaskConsumers } from "./consumers/proof-task.ts";
import { timelineConsumers } from "./consumers/timeline.ts";
import { type CustomerContext, type CustomerOverrides, createCustomerContext } from "./context.ts";
import type { CustomerEnv } from "./env.ts";
import { customerJobs } from "./jobs/jobs.ts";
import { addressRoutes } from "./routes/addresses.ts";
import { consentRoutes } from "./routes/consents.ts";
import { contractEndingRoutes } from "./routes/contract-endings.ts";
import { contractSaleRoutes } from "./routes/contract-sale.ts";
import { contractRoutes } from "./routes/contracts.ts";
import { customerRoutes } from "./routes/customers.ts";
import { disclosureRoutes } from "./routes/disclosures.ts";
import { documentUploadRoutes } from "./routes/document-uploads.ts";
import { documentRoutes } from "./routes/documents.ts";
import { identityRoutes } from "./routes/identity.ts";
import { leadRoutes } from "./routes/leads.ts";
import { lifecycleRoutes } from "./routes/lifecycle.ts";
import { linkRoutes } from "./routes/links.ts";
import { noteRoutes } from "./routes/notes.ts";
import { paperRoutes } from "./routes/paper.ts";
import { planRoutes } from "./routes/plans.ts";
import { privacyDecisionRoutes } from "./routes/privacy-decisions.ts";
import { privacyRoutes } from "./routes/privacy-requests.ts";
import { protectionRoutes } from "./routes/protections.ts";
import { salesMaterialRoutes } from "./routes/sales-materials.ts";
import { ssnRoutes } from "./routes/ssn.ts";
import { standingRoutes } from "./routes/standing.ts";
import { stateRuleRoutes } from "./routes/state-rules.ts";
import { timelineRoutes } from "./routes/timeline.ts";

export const customerServiceRoutes = [
  ...customerRoutes,
  ...ssnRoutes,
  ...addressRoutes,
  ...consentRoutes,
  ...documentUploadRoutes,
  ...documentRoutes,
  ...identityRoutes,
  ...planRoutes,
  ...stateRuleRoutes,
  ...salesMaterialRoutes,
  ...disclosureRoutes,
  ...contractRoutes,
  ...contractSaleRoutes,
  ...contractEndingRoutes,
  ...paperRoutes,
  ...lifecycleRoutes,
  ...privacyRoutes,
  ...privacyDecisionRoutes,
  ...protectionRoutes,
  ...timelineRoutes,
  ...noteRoutes,
  ...leadRoutes,
  ...linkRoutes,
  ...standingRoutes,
];

/** People, what they agreed to, their contracts and documents. */
export async function startCustomer(
  env: CustomerEnv,
  overrides: CustomerOverrides = {},
): Promise<StartedService<CustomerContext>> {
  const context = await createCustomerContext(env, overrides);
  return startServiceApp(context, {
    routes: customerServiceRoutes,
    consumers: { ...customerConsumers, ...proofTaskConsumers, ...timelineConsumers },
    jobs: customerJobs,
  });
}

import type { Route } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { disputeRoutes } from "./disputes.ts";
import { identityTheftRoutes } from "./identity-theft-cases.ts";
import { itemActionRoutes } from "./item-actions.ts";
import { itemRoutes } from "./items.ts";
import { letterActionRoutes } from "./letter-actions.ts";
import { letterTemplateRoutes } from "./letter-templates.ts";
import { letterRoutes } from "./letters.ts";
import { listRoundsRoutes } from "./list-rounds.ts";
import { mailWebhookRoutes } from "./mail-webhook.ts";
import { responseRoutes } from "./responses.ts";
import { roundClockRoute } from "./round-clock.ts";
import { roundRoutes } from "./rounds.ts";
import { servicePerformanceRoutes } from "./service-performances.ts";
import { supplementRoutes } from "./supplements.ts";

import { taskRoutes } from "./tasks.ts";

export const routes: readonly Route<DisputeContext>[] = [
  ...itemRoutes,
  ...itemActionRoutes,
  ...roundRoutes,
  roundClockRoute,
  ...listRoundsRoutes,
  ...supplementRoutes,
  ...letterRoutes,
  ...letterActionRoutes,
  ...mailWebhookRoutes,
  ...responseRoutes,
  ...identityTheftRoutes,
  ...disputeRoutes,
  ...letterTemplateRoutes,
  ...servicePerformanceRoutes,
  ...taskRoutes,
];

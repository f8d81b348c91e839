import type { PolicyRule } from "../policy-rule.ts";
import { schemaRule } from "../schemas/check-schema.ts";
import { autoscalerBounds, budgetBelowReplicas, budgetPresent } from "./availability-rules.ts";
import { imagesPinned, imagesReleased } from "./image-rules.ts";
import { defaultDeny, narrowNetworkPolicies } from "./network-rules.ts";
import { gracefulShutdown, probesSet, resourcesSet, spreadOverZones, waitsBeforeStop } from "./pod-rules.ts";
import { referencesResolve, selectorsMatch, servicesLeadToPods } from "./reference-rules.ts";
import { rolloutsServeRequests } from "./rollout-rules.ts";
import {
  noInlineSecrets,
  noNeedlessTokens,
  readOnlyRoot,
  restrictedNamespaces,
  restrictedPods,
} from "./security-rules.ts";

/** What holds in every environment. */
export const generalRules: readonly PolicyRule[] = [
  schemaRule,
  imagesPinned,
  resourcesSet,
  probesSet,
  gracefulShutdown,
  waitsBeforeStop,
  spreadOverZones,
  restrictedPods,
  readOnlyRoot,
  noNeedlessTokens,
  noInlineSecrets,
  restrictedNamespaces,
  budgetBelowReplicas,
  autoscalerBounds,
  selectorsMatch,
  servicesLeadToPods,
  referencesResolve,
  defaultDeny,
  narrowNetworkPolicies,
  rolloutsServeRequests,
];

/** What holds besides where customers are served. */
export const availabilityRules: readonly PolicyRule[] = [budgetPresent];

/** What holds besides of what is about to be applied. */
export const releaseRules: readonly PolicyRule[] = [imagesReleased];

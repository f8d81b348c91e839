import { analysisRunSchema, analysisTemplateSchema } from "../../custom-kinds/argo/analysis-schemas.ts";
import { experimentSchema } from "../../custom-kinds/argo/experiment-schema.ts";
import { rolloutSchema } from "../../custom-kinds/argo/rollout-schema.ts";
import { clusterSecretStoreSchema } from "../../custom-kinds/external-secrets/cluster-secret-store-schema.ts";
import { externalSecretSchema } from "../../custom-kinds/external-secrets/external-secret-schema.ts";
import { schemaKind } from "../../custom-kinds/schema-kind.ts";
import { defineKinds } from "../define-kinds.ts";
import type { ResourceKind } from "../resource-kind.ts";

/** The kinds of Argo Rollouts 1.9: only Rollout has subresources (its CRDs declare none for the others). */
const ARGO = defineKinds("argoproj.io", "v1alpha1", true, [
  {
    kind: "Rollout",
    ...schemaKind(rolloutSchema),
    plural: "rollouts",
    shortNames: ["ro"],
    subresources: ["status", "scale"],
    generation: "spec",
  },
  {
    kind: "AnalysisRun",
    ...schemaKind(analysisRunSchema),
    plural: "analysisruns",
    shortNames: ["ar"],
    generation: "content",
  },
  {
    kind: "AnalysisTemplate",
    ...schemaKind(analysisTemplateSchema),
    plural: "analysistemplates",
    shortNames: ["at"],
    generation: "content",
  },
  {
    kind: "ClusterAnalysisTemplate",
    ...schemaKind(analysisTemplateSchema),
    plural: "clusteranalysistemplates",
    shortNames: ["cat"],
    namespaced: false,
    generation: "content",
  },
  {
    kind: "Experiment",
    ...schemaKind(experimentSchema),
    plural: "experiments",
    shortNames: ["exp"],
    generation: "content",
  },
]);

/** Stored and shown; nothing in the lab makes Secrets of them. */
const EXTERNAL_SECRETS = defineKinds("external-secrets.io", "v1", true, [
  {
    kind: "ExternalSecret",
    ...schemaKind(externalSecretSchema),
    plural: "externalsecrets",
    shortNames: ["es"],
    categories: ["external-secrets"],
    subresources: ["status"],
    generation: "spec",
  },
  {
    kind: "ClusterSecretStore",
    ...schemaKind(clusterSecretStoreSchema),
    plural: "clustersecretstores",
    shortNames: ["css"],
    categories: ["external-secrets"],
    namespaced: false,
    subresources: ["status"],
    generation: "spec",
  },
]);

export const CUSTOM_KINDS: readonly ResourceKind[] = [...ARGO, ...EXTERNAL_SECRETS];

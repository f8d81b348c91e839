import type { z } from "zod";
import type { PolicyRule, Violation } from "../policy-rule.ts";
import type { RenderedObject } from "../rendered-object.ts";
import { findBuiltInSchema } from "./built-in-schema.ts";
import { clusterSecretStoreSchema, externalSecretSchema } from "./external-secret-schemas.ts";
import { analysisTemplateSchema, rolloutSchema } from "./rollout-schemas.ts";

const customSchemas: Record<string, z.ZodType> = {
  "argoproj.io/v1alpha1/Rollout": rolloutSchema,
  "argoproj.io/v1alpha1/AnalysisTemplate": analysisTemplateSchema,
  "external-secrets.io/v1/ExternalSecret": externalSecretSchema,
  "external-secrets.io/v1/ClusterSecretStore": clusterSecretStoreSchema,
};

/** Groups of the API server itself: those without a dot, and those that end in .k8s.io. */
const isBuiltIn = (apiVersion: string) => {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return !group.includes(".") || group.endsWith(".k8s.io");
};

function findSchema({ apiVersion, kind }: RenderedObject): z.ZodType | undefined {
  return isBuiltIn(apiVersion) ? findBuiltInSchema(apiVersion, kind) : customSchemas[`${apiVersion}/${kind}`];
}

/** Every object is one that its kind's schema knows, field by field. */
export const schemaRule: PolicyRule = {
  name: "valid-object",
  check: (objects) => objects.flatMap(checkObject),
};

function checkObject(object: RenderedObject): Violation[] {
  const schema = findSchema(object);
  if (!schema) {
    const message = `No schema is known for ${object.apiVersion} ${object.kind}: mend the name, or add one in infra/src/kubernetes/schemas.`;
    return [{ object, message }];
  }
  const result = schema.safeParse(object);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => ({
    object,
    message: `${path.join(".") || "the object"}: ${message}.`,
  }));
}

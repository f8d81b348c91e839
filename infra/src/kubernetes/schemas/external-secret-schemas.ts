import { z } from "zod";
import { builtInSchema } from "./built-in-schema.ts";

/** Of the CRDs of External Secrets (external-secrets.io/v1), the fields that we use. */
const apiVersion = z.literal("external-secrets.io/v1");
const interval = z.string().regex(/^\d+[smh]$/, "is a number with s, m or h");

export const externalSecretSchema = z.strictObject({
  apiVersion,
  kind: z.literal("ExternalSecret"),
  metadata: builtInSchema("V1ObjectMeta"),
  spec: z.strictObject({
    refreshInterval: interval,
    secretStoreRef: z.strictObject({
      kind: z.literal("ClusterSecretStore"),
      name: z.string(),
    }),
    target: z.strictObject({
      name: z.string(),
      creationPolicy: z.literal("Owner"),
      template: z
        .strictObject({ engineVersion: z.literal("v2"), data: z.record(z.string(), z.string()) })
        .optional(),
    }),
    data: z
      .array(
        z.strictObject({
          secretKey: z.string(),
          remoteRef: z.strictObject({ key: z.string(), property: z.string().optional() }),
        }),
      )
      .min(1),
  }),
});

export const clusterSecretStoreSchema = z.strictObject({
  apiVersion,
  kind: z.literal("ClusterSecretStore"),
  metadata: builtInSchema("V1ObjectMeta"),
  spec: z.strictObject({
    provider: z.strictObject({
      aws: z.strictObject({
        service: z.literal("SecretsManager"),
        region: z.string(),
        prefix: z.string().endsWith("/"),
      }),
    }),
    conditions: z.array(z.strictObject({ namespaces: z.array(z.string()).min(1) })).min(1),
  }),
});

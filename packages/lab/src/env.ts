import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535).default(0);

const secret = z.string().min(8).optional();
const providerSettings = z.strictObject({
  gatewayUrl: z.url().optional(),
  lettersKey: secret,
  lettersWebhookSecret: secret,
  paymentsKey: secret,
  paymentsWebhookSecret: secret,
  feedbackTopicArn: z.string().optional(),
  buckets: z.array(z.string()).optional(),
  objectStoreKeyId: z.string().optional(),
  objectStoreSecret: secret,
});

const environment = z.object({
  /** Where the kubeconfig goes. */
  LAB_DATA_DIR: z.string().min(1),
  LAB_CONTROL_PORT: port,
  LAB_PRODUCTION_PORT: port,
  LAB_STAGING_PORT: port,
  LAB_DR_PORT: port,
  /** Mailer, payments, e-mail and object store of the backend, and its business clock. */
  LAB_PROVIDERS_PORT: port,
  /** Settings of the providers, as JSON: keys, webhook secrets, buckets and where the gateway is. */
  LAB_PROVIDERS: z
    .string()
    .optional()
    .transform((text) => providerSettings.parse(text === undefined ? {} : JSON.parse(text))),
  /** The same seed makes the same estate, jitter and log lines. */
  LAB_SEED: z.coerce.number().int().default(20_260_105),
});

export type LabEnvironment = z.infer<typeof environment>;

/**
 * The settings of the lab's process; a port of 0 takes any free one.
 * @throws {z.ZodError} naming each variable that is missing or wrong
 */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): LabEnvironment {
  return environment.parse(variables);
}

import { choice, text } from "../structural-schema.ts";

const DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

/** The name of an object. */
export const objectName = (description: string) =>
  text(description, { minLength: 1, maxLength: 253, pattern: `^${DNS_LABEL}(\\.${DNS_LABEL})*$` });

export const namespaceName = (description: string) =>
  text(description, { minLength: 1, maxLength: 63, pattern: `^${DNS_LABEL}$` });

/** A key of a Secret or a ConfigMap. */
export const dataKey = (description: string) =>
  text(description, { minLength: 1, maxLength: 253, pattern: "^[-._a-zA-Z0-9]+$" });

export const storeKind = choice("What the store is.", ["SecretStore", "ClusterSecretStore"]);

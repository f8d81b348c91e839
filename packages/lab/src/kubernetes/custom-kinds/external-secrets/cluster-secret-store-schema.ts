import { selectorSchema } from "../argo/pod-template-schema.ts";
import {
  choice,
  fields,
  flag,
  int32,
  int64,
  intOrText,
  listOf,
  mapOf,
  objectOf,
  type StructuralSchema,
  text,
  time,
} from "../structural-schema.ts";
import { dataKey, namespaceName, objectName } from "./name-schemas.ts";

const secretKey = (description: string) =>
  fields(description, { name: objectName("The Secret."), namespace: namespaceName(""), key: dataKey("") });

const aws = fields(
  "AWS.",
  {
    service: choice("Which of its services.", ["SecretsManager", "ParameterStore", "CertificateManager"]),
    region: text("Which region."),
    prefix: text("Put in front of every key."),
    role: text("A role that is taken."),
    additionalRoles: listOf(text(), "Roles that are taken before it, in this order."),
    externalID: text("What the role asks for."),
    sessionTags: listOf(fields("", { key: text(), value: text() }, ["key", "value"])),
    sessionTagsPolicy: choice("", ["None", "Simple", "Custom"], { default: "None" }),
    customSessionTags: mapOf(text()),
    transitiveTagKeys: listOf(text()),
    secretsManager: fields("How secrets are deleted.", {
      forceDeleteWithoutRecovery: flag(),
      recoveryWindowInDays: int64(),
    }),
    auth: fields("Credentials; the controller's own unless said.", {
      jwt: fields("A service account's.", {
        serviceAccountRef: fields(
          "",
          { name: objectName(""), namespace: namespaceName(""), audiences: listOf(text()) },
          ["name"],
        ),
      }),
      secretRef: fields("Those in a Secret.", {
        accessKeyIDSecretRef: secretKey(""),
        secretAccessKeySecretRef: secretKey(""),
        sessionTokenSecretRef: secretKey(""),
      }),
    }),
  },
  ["region", "service"],
);

/** Other providers than AWS are taken as they are. */
const provider: StructuralSchema = {
  ...fields("Where the secrets are: one of these.", { aws }),
  "x-kubernetes-preserve-unknown-fields": true,
  minProperties: 1,
  maxProperties: 1,
};

const condition = fields("", {
  namespaces: listOf(namespaceName(""), "These."),
  namespaceSelector: selectorSchema("Those with these labels."),
  namespaceRegexes: listOf(text(), "Those whose names look so."),
});

/** external-secrets.io/v1 ClusterSecretStore as External Secrets 2 defines it. */
export const clusterSecretStoreSchema = (): StructuralSchema =>
  objectOf(
    "A place that holds secrets, for every namespace.",
    {
      spec: fields(
        "Where it is, and who may use it.",
        {
          provider,
          conditions: listOf(condition, "Namespaces that may use it; all of them unless said."),
          controller: text("Which controller looks after it."),
          refreshInterval: intOrText("How often it is looked at, in seconds."),
          retrySettings: fields("What is done when it does not answer.", {
            maxRetries: int32(),
            retryInterval: text(),
          }),
        },
        ["provider"],
      ),
      status: fields("What came of it.", {
        capabilities: text("ReadOnly, WriteOnly or ReadWrite."),
        conditions: listOf(
          fields(
            "",
            { type: text(), status: text(), reason: text(), message: text(), lastTransitionTime: time() },
            ["status", "type"],
          ),
        ),
      }),
    },
    [],
  );

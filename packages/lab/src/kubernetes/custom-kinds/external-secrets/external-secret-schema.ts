import {
  choice,
  fields,
  flag,
  listOf,
  mapOf,
  objectOf,
  type StructuralSchema,
  text,
  time,
} from "../structural-schema.ts";
import { dataKey, objectName, storeKind } from "./name-schemas.ts";

const GENERATORS = [
  "ACRAccessToken",
  "BeyondtrustWorkloadCredentialsDynamicSecret",
  "ClusterGenerator",
  "CloudsmithAccessToken",
  "ECRAuthorizationToken",
  "Fake",
  "GCRAccessToken",
  "GithubAccessToken",
  "GitlabDeployToken",
  "QuayAccessToken",
  "Password",
  "SSHKey",
  "STSSessionToken",
  "UUID",
  "VaultDynamicSecret",
  "Webhook",
  "Grafana",
  "MFA",
];

const store = (description: string) =>
  fields(description, { name: objectName("The store."), kind: storeKind });

const sourceRef = fields(
  "Another source than the store.",
  {
    storeRef: store("Another store."),
    generatorRef: fields(
      "Something that makes secrets.",
      {
        apiVersion: text("", { default: "generators.external-secrets.io/v1alpha1" }),
        kind: choice("", GENERATORS),
        name: objectName(""),
      },
      ["kind", "name"],
    ),
  },
  [],
  { minProperties: 1, maxProperties: 1 },
);

const reading = {
  conversionStrategy: choice("How keys are written that a Secret cannot have.", ["Default", "Unicode"]),
  decodingStrategy: choice("How values are decoded.", ["Auto", "Base64", "Base64URL", "None"]),
  nullBytePolicy: choice("What is done with zero bytes.", ["Ignore", "Fail"]),
};

const remote = (description: string) =>
  fields(
    description,
    {
      key: text("The secret in the store."),
      property: text("A part of it."),
      version: text("Which version of it."),
      metadataPolicy: choice("Whether tags are read instead of the value.", ["None", "Fetch"]),
      ...reading,
    },
    ["key"],
  );

const datum = fields(
  "",
  { secretKey: dataKey("The key in the Secret."), remoteRef: remote("Where its value is."), sourceRef },
  ["remoteRef", "secretKey"],
);

const rewrite = fields(
  "",
  {
    regexp: fields("", { source: text(), target: text() }, ["source", "target"]),
    transform: fields("", { template: text() }, ["template"]),
    merge: fields("", {
      strategy: choice("", ["Extract", "JSON"], { default: "Extract" }),
      into: text("", { default: "" }),
      priority: listOf(text()),
      priorityPolicy: choice("", ["IgnoreNotFound", "Strict"], { default: "Strict" }),
      conflictPolicy: choice("", ["Ignore", "Error"], { default: "Error" }),
    }),
  },
  [],
  { minProperties: 1, maxProperties: 1 },
);

const manyData = fields("", {
  extract: remote("All properties of one secret."),
  find: fields("All secrets of some name or tag.", {
    path: text(),
    name: fields("", { regexp: text() }),
    tags: mapOf(text()),
    conversionStrategy: reading.conversionStrategy,
    decodingStrategy: reading.decodingStrategy,
    nullBytePolicy: reading.nullBytePolicy,
  }),
  rewrite: listOf(rewrite, "What is done to the keys, in this order."),
  sourceRef,
});

const templateSource = (description: string) =>
  fields(
    description,
    {
      name: objectName(""),
      items: listOf(
        fields(
          "",
          { key: dataKey(""), templateAs: choice("", ["Values", "KeysAndValues"], { default: "Values" }) },
          ["key"],
        ),
      ),
    },
    ["items", "name"],
  );

const template = fields("What the Secret is made from, instead of the values as they are.", {
  type: text("The Secret's type."),
  engineVersion: choice("", ["v2"], { default: "v2" }),
  mergePolicy: choice("Whether the values stay beside it.", ["Replace", "Merge"], { default: "Replace" }),
  data: mapOf(text(), "Values with {{ .name }} for what was read."),
  metadata: fields("", {
    annotations: mapOf(text()),
    labels: mapOf(text()),
    finalizers: listOf(text()),
  }),
  templateFrom: listOf(
    fields("", {
      configMap: templateSource("Templates in a ConfigMap."),
      secret: templateSource("Templates in a Secret."),
      literal: text("A template."),
      target: text("What of the Secret it makes.", { default: "Data" }),
      valuesDecodingStrategy: reading.decodingStrategy,
    }),
  ),
});

const target = fields(
  "The Secret that is made.",
  {
    name: objectName("Its name; the ExternalSecret's unless said."),
    creationPolicy: choice("Whose it is.", ["Owner", "Orphan", "Merge", "None", "CreateOrMerge"], {
      default: "Owner",
    }),
    deletionPolicy: choice("What becomes of it when the source is gone.", ["Delete", "Merge", "Retain"], {
      default: "Retain",
    }),
    immutable: flag("Whether it can be changed once it is made."),
    template,
    manifest: fields(
      "Another kind of object than a Secret.",
      { apiVersion: text("", { minLength: 1 }), kind: text("", { minLength: 1 }) },
      ["apiVersion", "kind"],
    ),
  },
  [],
  { default: { creationPolicy: "Owner", deletionPolicy: "Retain" } },
);

const CRON =
  "^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$";

const syncWindows = fields(
  "When it may, or may not, be read again.",
  {
    kind: choice("", ["allow", "deny"]),
    windows: listOf(
      fields("", { schedule: text("", { minLength: 1, pattern: CRON }), duration: text() }, [
        "duration",
        "schedule",
      ]),
      "",
      { minItems: 1 },
    ),
  },
  ["kind", "windows"],
);

/** external-secrets.io/v1 ExternalSecret as External Secrets 2 defines it. */
export const externalSecretSchema = (): StructuralSchema =>
  objectOf(
    "A Secret that is made of what a store holds.",
    {
      spec: fields("What is read, and what is made of it.", {
        secretStoreRef: store("The store."),
        refreshInterval: text("How often it is read; 0 for once.", { default: "1h0m0s" }),
        refreshPolicy: choice("When it is read again.", ["CreatedOnce", "Periodic", "OnChange"]),
        syncWindows,
        target,
        data: listOf(datum, "Values by key."),
        dataFrom: listOf(manyData, "Many values at once."),
      }),
      status: fields("What came of it.", {
        refreshTime: time("When it was last read.", { nullable: true }),
        syncedResourceVersion: text(),
        binding: {
          ...fields("The Secret.", { name: text("", { default: "" }) }),
          "x-kubernetes-map-type": "atomic",
        },
        conditions: listOf(
          fields(
            "",
            {
              type: choice("", ["Ready", "Deleted"]),
              status: text(),
              reason: text(),
              message: text(),
              lastTransitionTime: time(),
            },
            ["status", "type"],
          ),
        ),
      }),
    },
    [],
  );

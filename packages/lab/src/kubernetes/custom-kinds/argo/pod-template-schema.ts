import { structureOfModel } from "../model-structure.ts";
import { fields, listOf, mapOf, type StructuralSchema, text } from "../structural-schema.ts";

const OPEN: StructuralSchema = { "x-kubernetes-preserve-unknown-fields": true };

/** Labels and annotations for objects that the controller makes. */
export const labelsAndAnnotations = (description: string): StructuralSchema =>
  fields(description, { annotations: mapOf(text()), labels: mapOf(text()) });

/** Argo leaves quantities to the API server that makes the pods, so that `1` and `"1"` are both taken. */
function containersOf(list: StructuralSchema | undefined): StructuralSchema {
  const item = list?.items;
  const { resources = {} } = item?.properties ?? {};
  const open = { ...resources, properties: { ...resources.properties, limits: OPEN, requests: OPEN } };
  return { ...list, items: { ...item, properties: { ...item?.properties, resources: open } } };
}

/** A template of pods as Argo's definitions hold it: its metadata are labels and annotations, its volumes are left open. */
export function podTemplateSchema(description: string): StructuralSchema {
  const spec = structureOfModel("V1PodSpec");
  const { containers, initContainers, ephemeralContainers } = spec.properties ?? {};
  const properties = {
    ...spec.properties,
    containers: containersOf(containers),
    initContainers: containersOf(initContainers),
    ephemeralContainers: containersOf(ephemeralContainers),
    volumes: OPEN,
  };
  return fields(description, {
    metadata: labelsAndAnnotations("What the pods are labelled with."),
    spec: { ...spec, properties },
  });
}

/** Which pods are meant. */
export const selectorSchema = (description: string): StructuralSchema => ({
  ...fields(description, {
    matchLabels: mapOf(text(), "Labels with exactly these values."),
    matchExpressions: listOf(
      fields(
        "",
        {
          key: text("The label."),
          operator: text("In, NotIn, Exists or DoesNotExist."),
          values: listOf(text(), "For In and NotIn.", { "x-kubernetes-list-type": "atomic" }),
        },
        ["key", "operator"],
      ),
      "Conditions that must all hold.",
      { "x-kubernetes-list-type": "atomic" },
    ),
  }),
  "x-kubernetes-map-type": "atomic",
});

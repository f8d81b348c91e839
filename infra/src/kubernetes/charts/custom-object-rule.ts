import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import type { PolicyRule, Violation } from "../policy-rule.ts";
import { ofKind, type RenderedObject } from "../rendered-object.ts";

interface DefinitionSpec {
  group: string;
  names: { kind: string };
  versions: { name: string; served: boolean; schema: { openAPIV3Schema: AnySchemaObject } }[];
}

/** Objects of custom kinds are as the definitions among the objects have them, without a field that an API server would drop. */
export const customObjectsKnown: PolicyRule = {
  name: "custom-object",
  check(objects) {
    const validators = readDefinitions(objects);
    const groups = new Set(ofKind<DefinitionSpec>(objects, definition).map(({ spec }) => spec.group));
    return objects.flatMap((object): Violation[] => {
      const kind = `${object.apiVersion} ${object.kind}`;
      const validate = validators.get(kind);
      if (validate === undefined) {
        if (!groups.has(object.apiVersion.split("/")[0] ?? "")) return [];
        return [
          { object, message: `The charts' definitions serve no ${kind}: use a version that they serve.` },
        ];
      }
      const isValid: boolean = validate(object);
      if (isValid) return [];
      return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
        object,
        message: `${instancePath || "/"} ${message} (${Object.values(params).join(", ")}): the chart's definition of ${object.kind} has it otherwise.`,
      }));
    });
  },
};

const definition = "CustomResourceDefinition";

function readDefinitions(objects: readonly RenderedObject[]): Map<string, ValidateFunction> {
  // Formats and x-kubernetes-… are not of JSON Schema.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return new Map(
    ofKind<DefinitionSpec>(objects, definition).flatMap(({ spec: { group, names, versions } }) =>
      versions
        .filter(({ served }) => served)
        .map(
          ({ name, schema }) =>
            [`${group}/${name} ${names.kind}`, ajv.compile(closed(schema.openAPIV3Schema, true))] as const,
        ),
    ),
  );
}

/** An API server drops fields that a definition does not have; here they are refused. */
function closed(schema: AnySchemaObject, isRoot = false): AnySchemaObject {
  if (schema["x-kubernetes-preserve-unknown-fields"] || schema["x-kubernetes-int-or-string"]) return {};
  const { properties, items, additionalProperties } = schema as Record<string, AnySchemaObject | undefined>;
  return {
    ...schema,
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: closed(additionalProperties) }),
    ...(properties && {
      properties: {
        ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, closed(value)])),
        ...(isRoot && { metadata: {} }),
      },
      additionalProperties: additionalProperties ?? false,
    }),
  };
}

import type { KubeObject } from "../store/object-store.ts";
import type { JsonObject } from "../store/read-path.ts";
import type { ResourceKind } from "../store/resource-kind.ts";
import type { StructuralSchema } from "./structural-schema.ts";
import { withSchemaDefaults } from "./structure/schema-defaults.ts";

/** What a kind has from its schema. The schema is made when it is first needed: it may take the models of pods. */
export function schemaKind(
  make: () => StructuralSchema,
): Required<Pick<ResourceKind, "schema" | "applyDefaults">> {
  let made: StructuralSchema | undefined;
  const schema = () => {
    made ??= make();
    return made;
  };
  return {
    schema,
    applyDefaults: (object) =>
      withSchemaDefaults(schema(), object as KubeObject & JsonObject) as unknown as KubeObject,
  };
}

import type { KubeObject } from "../../store/object-store.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { columnsOf } from "./columns-of.ts";

/** How much of each object its row carries. */
export type IncludeObject = "None" | "Metadata" | "Object";

const rowObject = (object: KubeObject, include: IncludeObject) => {
  if (include === "None") return undefined;
  if (include === "Object") return object;
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
};

/** A `meta.k8s.io/v1` Table: what kubectl prints. A watch sends the column definitions only once. */
export function toTable(
  kind: ResourceKind,
  objects: readonly KubeObject[],
  options: { nowMs: number; metadata: object; include: IncludeObject; withColumns?: boolean },
): object {
  const columns = columnsOf(kind);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: options.metadata,
    columnDefinitions:
      options.withColumns === false
        ? []
        : columns.map(({ name, type, priority }) => ({
            name,
            type,
            format: name === "Name" ? "name" : "",
            description: "",
            priority,
          })),
    rows: objects.map((object) => ({
      cells: columns.map(({ read }) => read(object, options.nowMs)),
      object: rowObject(object, options.include),
    })),
  };
}

/** Whether the Accept header prefers a Table. */
export const prefersTable = (accept: string | undefined): boolean => {
  const first = (accept ?? "").split(",")[0]?.replaceAll(" ", "") ?? "";
  return (
    first.startsWith("application/json;") && first.includes("as=Table") && first.includes("g=meta.k8s.io")
  );
};

import type { KubeObject } from "../../store/object-store.ts";
import { ageOf } from "./human-duration.ts";

/** One column of `kubectl get`. Those with priority 1 appear with `-o wide`. */
export interface TableColumn {
  name: string;
  type: "string" | "integer" | "date";
  priority: 0 | 1;
  read: (object: KubeObject, nowMs: number) => string | number;
}

export type ColumnReader = TableColumn["read"];

export const column = (name: string, read: ColumnReader): TableColumn => ({
  name,
  type: "string",
  priority: 0,
  read,
});
export const wideColumn = (name: string, read: ColumnReader): TableColumn => ({
  ...column(name, read),
  priority: 1,
});
export const numberColumn = (name: string, read: ColumnReader): TableColumn => ({
  ...column(name, read),
  type: "integer",
});

export const NAME = column("Name", ({ metadata }) => metadata.name);
export const AGE = column("Age", ({ metadata }, nowMs) => ageOf(metadata.creationTimestamp, nowMs));
export const CREATED = column("Created At", ({ metadata }) => metadata.creationTimestamp);

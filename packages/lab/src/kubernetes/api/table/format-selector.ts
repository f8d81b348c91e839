import { objectsAt, readPath } from "../../store/read-path.ts";

/** `a=b,c=d` for a LabelSelector or a plain map. */
export function formatSelector(selector: unknown): string {
  const labels = readPath(selector, ["matchLabels"]) ?? selector;
  const expressions = objectsAt(selector, ["matchExpressions"]).map(
    ({ key, operator, values }) =>
      `${key} ${String(operator).toLowerCase()} (${(values as string[] | undefined)?.join(",") ?? ""})`,
  );
  const isMap = typeof labels === "object" && labels !== null && !("matchExpressions" in labels);
  const pairs = isMap ? Object.entries(labels).map(([key, value]) => `${key}=${value}`) : [];
  return [...pairs, ...expressions].join(",") || "<none>";
}

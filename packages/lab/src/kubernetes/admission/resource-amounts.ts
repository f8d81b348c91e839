import { parseQuantity } from "../controllers/quantity.ts";
import { isJsonObject, type JsonObject, objectsAt, readPath } from "../store/read-path.ts";

/** Amounts of resources such as `cpu` or `requests.memory` in base units: cores, bytes, pieces. */
export type Amounts = Readonly<Record<string, number>>;

const BINARY = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];

/** As a quantity: `250m`, `2`, `512Mi`. Bytes take the largest unit that leaves no rest. */
export function formatAmount(resource: string, amount: number): string {
  if (resource.endsWith("cpu")) {
    const millicores = Math.round(amount * 1_000);
    return millicores % 1_000 === 0 ? String(millicores / 1_000) : `${millicores}m`;
  }
  const isBytes = /(memory|storage)$/.test(resource);
  const index = isBytes && amount > 0 ? BINARY.findIndex((_, at) => amount % 2 ** (10 * (6 - at)) === 0) : -1;
  return index < 0 ? String(amount) : `${amount / 2 ** (10 * (6 - index))}${BINARY[index]}`;
}

/** Quantities by resource; nothing where there are none. */
export function readAmounts(value: unknown): Amounts {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, parseQuantity(String(text))]));
}

export function addAmounts(...all: Amounts[]): Amounts {
  const sum: Record<string, number> = {};
  for (const amounts of all)
    for (const [name, amount] of Object.entries(amounts)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}

/** The most of each. */
function largest(all: Amounts[]): Amounts {
  const most: Record<string, number> = {};
  for (const amounts of all)
    for (const [name, amount] of Object.entries(amounts)) most[name] = Math.max(most[name] ?? 0, amount);
  return most;
}

/** What a pod's containers ask for together: the larger of what runs side by side and of any single start. */
export function podAmounts(spec: unknown, kind: "requests" | "limits"): Amounts {
  const of = (container: JsonObject) => readAmounts(readPath(container, ["resources", kind]));
  const inits = objectsAt(spec, ["initContainers"]);
  const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === "Always").map(of);
  const starts = inits.filter(({ restartPolicy }) => restartPolicy !== "Always").map(of);
  return largest([addAmounts(...objectsAt(spec, ["containers"]).map(of), ...sidecars), ...starts]);
}

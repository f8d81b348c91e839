import type { Bureau } from "@horizon/contracts/backend";
import { nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readBureau } from "./vocabulary.ts";

/** A merged row may stand for several bureaus at once. */
export function repositoriesOf(node: SourceNode): Bureau[] {
  const named = nodesOf(node, "CREDIT_REPOSITORY").map((repository) => textOf(repository, "_SourceType"));
  const own = textOf(node, "CreditRepositorySourceType");
  const found = (named.length === 0 ? [own] : named).map(readBureau).filter((bureau) => bureau !== null);
  return [...new Set(found)];
}

/** `CollectionOrChargeOff` → `Collection Or Charge Off`. */
export function splitWords(text: string | null): string | null {
  return text === null ? null : text.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replace(/(\d)([A-Z])/g, "$1 $2");
}

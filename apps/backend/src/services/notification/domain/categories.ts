/** Why something is sent. The first two are owed or protect the account: nobody can refuse them. */
export const messageCategories = ["security", "legal", "service", "billing", "marketing"] as const;
export type MessageCategory = (typeof messageCategories)[number];

export const mutableCategories = [
  "service",
  "billing",
  "marketing",
] as const satisfies readonly MessageCategory[];
export type MutableCategory = (typeof mutableCategories)[number];

export function isMutable(category: string): category is MutableCategory {
  return (mutableCategories as readonly string[]).includes(category);
}

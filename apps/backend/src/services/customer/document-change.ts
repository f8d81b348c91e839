import type { CustomerDocument } from "@horizon/db/customer";

/** What `recordChange` is told of every change of a document. */
export function documentChange<T extends string>(
  type: T,
  { id, customerId, kind }: Pick<CustomerDocument, "id" | "customerId" | "kind">,
  at: Date,
) {
  return {
    type,
    data: { customer_id: customerId, document_id: id, kind },
    customerId,
    object: { type: "document", id },
    at,
  };
}

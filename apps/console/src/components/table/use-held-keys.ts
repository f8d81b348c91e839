"use client";
import { useState } from "react";
import { holdOrder, type RowOrder } from "@/live/row-order";

/** While `inside` is true rows keep their place and new ones wait; another order asked for by the person applies. */
export function useHeldKeys<Row>(keys: readonly string[], order: RowOrder<Row>, inside: boolean) {
  const [shown, setShown] = useState({ keys, order });
  const free = !inside || shown.order !== order || shown.keys.length === 0;
  if (free && (shown.keys !== keys || shown.order !== order)) setShown({ keys, order });
  return free ? { keys, waiting: 0 } : holdOrder(shown.keys, keys);
}

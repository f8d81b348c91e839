import type { ReactNode } from "react";

/** The rows of a list in their order, whatever of them is drawn. */
export interface RowsProps {
  keys: readonly string[];
  /** Draws one row; a card is measured, as it may be of any height. */
  row: (key: string, index: number, measure?: (element: Element | null) => void) => ReactNode;
}

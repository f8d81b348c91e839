import type { ReactNode } from "react";

/** One line of a menu, or a group of lines of which one is chosen. */
export type MenuEntry =
  | { readonly kind: "heading"; readonly content: ReactNode }
  | { readonly kind: "separator" }
  | {
      readonly kind: "action";
      readonly label: string;
      readonly icon?: ReactNode;
      readonly onSelect: () => void;
    }
  /** Stays open when it is pressed: people choose several. */
  | {
      readonly kind: "check";
      readonly label: string;
      readonly checked: boolean;
      readonly disabled?: boolean;
      readonly onChange: (checked: boolean) => void;
    }
  | {
      readonly kind: "choice";
      readonly value: string;
      readonly options: readonly { readonly value: string; readonly content: ReactNode }[];
      readonly onChange: (value: string) => void;
    };

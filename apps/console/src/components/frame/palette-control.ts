"use client";
import { createContext, useContext } from "react";

interface PaletteControl {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly openHelp: () => void;
}

export const PaletteContext = createContext<PaletteControl>({
  open: false,
  onOpenChange: () => {},
  openHelp: () => {},
});

/** Whether the palette is open, and how to close it. */
export function usePaletteControl(): PaletteControl {
  return useContext(PaletteContext);
}

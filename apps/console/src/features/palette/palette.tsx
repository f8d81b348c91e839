"use client";
import dynamic from "next/dynamic";
import { usePaletteControl } from "@/components/frame/palette-control";

const PaletteDialog = dynamic(() => import("./palette-dialog").then((module) => module.PaletteDialog), {
  ssr: false,
});

/** Search and commands (⌘K). Its code is loaded when it is first opened. */
export function Palette() {
  const { open } = usePaletteControl();
  return open ? <PaletteDialog /> : null;
}
